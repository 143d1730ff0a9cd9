// The pipeline whose build the rows are multiplied from: a title and each of its answers, so that titles come again.
import { definePipeline, htmlToText, titleAnswer } from 'stackpairs';

export default definePipeline({
  name: 'answers',
  pairs: [titleAnswer({ answer: 'every' })],
  clean: [htmlToText()],
});
