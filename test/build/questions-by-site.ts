// A pipeline for tests: see mixed-definition.ts.
import { definePipeline } from 'stackpairs';
import { QUESTIONS } from './mixed-definition.ts';

export default definePipeline({
  ...QUESTIONS,
  mix: { by: 'site', pool: { below: 10, name: 'few' }, weights: { rule: 'equal' } },
});
