// Titles with bodies and with answers, a tenth of them for tests.
import { definePipeline, htmlToText, length, squeeze, titleAnswer, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'trained_on',
  pairs: [titleBody(), titleAnswer({ answer: 'best' })],
  clean: [
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  split: { test: 0.1 },
  shard: { rows: 500 },
});
