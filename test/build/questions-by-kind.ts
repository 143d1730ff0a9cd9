// A pipeline for tests: see mixed-definition.ts.
import { definePipeline } from 'stackpairs';
import { QUESTIONS } from './mixed-definition.ts';

export default definePipeline(QUESTIONS);
