// What of the environment a trainer is given: all but the key to the Hub, unless it is to upload.

type Environment = Readonly<Record<string, string | undefined>>;

/** Names that a token of the Hub goes by. */
const TOKENS = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_TOKEN_PATH'];

/** With so few, threads of torch wait for each other more than they compute. */
const FEW_CORES = 2;

/** Of whom and where the trainer runs. */
export interface TrainerPlace {
  readonly env: Environment;
  readonly cores: number;
  /** Whether it uploads the model. */
  readonly pushes: boolean;
}

/** The environment of a trainer. */
export function trainerEnvironment({ env, cores, pushes }: TrainerPlace): Environment {
  return {
    ...(cores <= FEW_CORES ? { OMP_NUM_THREADS: '1' } : {}),
    ...(pushes ? env : withoutToken(env)),
    // Through a pipe, lines would else come thousands at a time.
    PYTHONUNBUFFERED: '1',
  };
}

function withoutToken(env: Environment): Environment {
  const kept = Object.entries(env).filter(([name]) => !TOKENS.includes(name.toUpperCase()));
  // The file that logging in leaves is not read either.
  return { ...Object.fromEntries(kept), HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' };
}
