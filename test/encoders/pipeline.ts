// A set to hold figures against those of others: so much is held out that a small site gives some hundred queries.
import { definePipeline, htmlToText, length, squeeze, titleBody, titleToBody } from 'stackpairs';

export default definePipeline({
  name: 'evaluated_pairs',
  pairs: [titleBody()],
  clean: [htmlToText({ code: 'keep' }), squeeze(), length('title', { min: 10 }), length('body', { min: 20 })],
  split: { test: 0.4 },
  evaluate: [titleToBody()],
});
