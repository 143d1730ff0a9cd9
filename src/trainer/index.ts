// The door of the room that knows Python: a dataset and its feed -> the trainer, started as the environment allows.

export { checkEnvironment, type Preset, type TrainerFiles } from './check-environment.ts';
export { findPython } from './find-python.ts';
export { type ProgramSettings, runProgram } from './run-program.ts';
export { setUp } from './set-up.ts';
export { trainerEnvironment } from './trainer-environment.ts';
