// The package that runs models, which is there only where somebody added it: it has 470 MB. What is used of it is
// declared here.

import { StackpairsError } from '../../errors.ts';

/** A tensor. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** A model that was loaded. */
export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

/** The part of the package that is used. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(
      path: string,
      options: { readonly intraOpNumThreads: number; readonly interOpNumThreads: number },
    ): Promise<Session>;
  };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => Tensor;
}

/** Loads it; throws `bad_usage` that says how to add it where it is missing. */
export async function loadOnnxRuntime(name = 'onnxruntime-node'): Promise<OnnxRuntime> {
  try {
    const module = await import(name);
    return module.default ?? module;
  } catch (cause) {
    throw new StackpairsError('bad_usage', `a model in ONNX needs the package ${name}, which cannot be loaded`, {
      hint: `Add it: npm install --ignore-scripts ${name}@1.30.0`,
      cause,
    });
  }
}
