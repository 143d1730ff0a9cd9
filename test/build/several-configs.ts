// Questions and answers four ways in one build, in many small shards.
import {
  bestWorstAnswers,
  definePipeline,
  htmlToText,
  length,
  squeeze,
  titleAnswer,
  titleBody,
  titleBodyAnswer,
} from 'stackpairs';

export default definePipeline({
  name: 'several_configs',
  pairs: [
    titleBody(),
    titleAnswer({ answer: 'every' }),
    titleBodyAnswer({ answer: 'accepted' }),
    bestWorstAnswers({ margin: 1 }),
  ],
  clean: [htmlToText({ code: 'keep' }), squeeze(), length('title', { min: 10 }), length('body', { min: 20 })],
  split: { validation: 0.05, test: 0.05 },
  shard: { rows: 50 },
});
