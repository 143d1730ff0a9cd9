// A pipeline for tests: see mixed-definition.ts.
import { definePipeline } from 'stackpairs';
import { ANSWERS } from './mixed-definition.ts';

export default definePipeline(ANSWERS);
