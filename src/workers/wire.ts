// What travels between the main thread and the others. A structured clone loses an error's class and code, so errors
// travel as their parts.

import { type ErrorCode, type ErrorParts, StackpairsError } from '../errors.ts';
import type { Layout } from '../passes/layout.ts';
import type { PipelineSource } from '../pipeline.ts';
import type { Kernel, Result, Task } from './perform.ts';

/** What a thread is told when it starts. */
export interface ThreadStart {
  readonly pipeline: PipelineSource;
  readonly layout: Layout;
  readonly kernel: Kernel;
}

/** A task on its way to a thread. */
export interface Request {
  readonly ticket: number;
  readonly task: Task;
}

/** What became of a task. */
export type Reply =
  | { readonly ticket: number; readonly result: Result }
  | { readonly ticket: number; readonly error: WireError };

/** An error in transit. */
export interface WireError {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: ErrorCode | undefined;
  readonly parts: Omit<ErrorParts, 'cause'> | undefined;
}

/** An error's parts; causes stay behind. */
export function errorToWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, code: undefined, parts: undefined };
  const { message, stack } = error;
  if (!(error instanceof StackpairsError)) return { message, stack, code: undefined, parts: undefined };
  const { cause: _, ...parts } = error.parts;
  return { message, stack, code: error.code, parts };
}

/** The error again, of its class and with the stack of its thread. */
export function errorFromWire({ message, stack, code, parts }: WireError): Error {
  const error =
    code === undefined ? new Error(message) : Object.assign(new StackpairsError(code, '', parts), { message });
  if (stack !== undefined) error.stack = stack;
  return error;
}
