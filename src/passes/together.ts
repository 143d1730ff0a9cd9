// What is done at once: all of it, or what went wrong first.

/** Why a build does not go on in this process: units are not done that others do. It is no failure. */
export class Paused extends Error {
  readonly stage: string;

  constructor(stage: string) {
    super(`units of ${stage} are not done yet`);
    this.name = 'Paused';
    this.stage = stage;
  }
}

/** All results. A failure is thrown at once; a pause when the others have done what they can. */
export async function together<Results extends readonly unknown[]>(
  running: {
    readonly [Key in keyof Results]: Promise<Results[Key]>;
  },
): Promise<Results> {
  const settled = await Promise.all(
    running.map((one) =>
      one.catch((error: unknown) => {
        if (error instanceof Paused) return error;
        throw error;
      }),
    ),
  );
  const paused = settled.find((one) => one instanceof Paused);
  if (paused !== undefined) throw paused;
  return settled as unknown as Results;
}
