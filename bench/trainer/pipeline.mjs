// Titles with bodies, a tenth of them held out.
import { definePipeline, htmlToText, length, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'smoke_title_body',
  pairs: [titleBody()],
  clean: [
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  split: { test: 0.1 },
});
