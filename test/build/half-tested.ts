// For tests: half of all questions are tested on, and links say which others are their duplicates.
import { definePipeline, duplicateQuestions, htmlToText, squeeze, titleBody, titleToBody } from 'stackpairs';

export default definePipeline({
  name: 'half_tested',
  pairs: [titleBody(), duplicateQuestions()],
  clean: [htmlToText(), squeeze()],
  split: { test: 0.5 },
  evaluate: [titleToBody()],
});
