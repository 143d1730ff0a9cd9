// Door of the room that says how good a model is: encoders, and exact search over what they give.

export { type EncoderOptions, openEncoder } from './encoders/open-encoder.ts';
export { findNearest } from './nearest/find-nearest.ts';
