// Titles with bodies: a third is held out for enough queries, and the rest is trained on.
import { definePipeline, htmlToText, length, squeeze, titleBody, titleToBody } from 'stackpairs';

export default definePipeline({
  name: 'compared_models',
  pairs: [titleBody()],
  clean: [
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  split: { test: 0.33 },
  evaluate: [titleToBody()],
});
