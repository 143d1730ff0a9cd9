// For tests: every evaluation set, of a dump small enough that a large part of it is held out.
import {
  definePipeline,
  duplicatePairs,
  duplicateQuestions,
  duplicateReranking,
  duplicateRetrieval,
  htmlToText,
  linkedQuestions,
  questionToAnswer,
  similarity,
  siteClustering,
  squeeze,
  tagClustering,
  titleAnswer,
  titleBody,
  titleToBody,
} from 'stackpairs';

export default definePipeline({
  name: 'evaluated',
  pairs: [titleBody(), titleAnswer(), duplicateQuestions(), linkedQuestions()],
  clean: [htmlToText(), squeeze()],
  split: { test: 0.4 },
  evaluate: [
    duplicateRetrieval(),
    duplicateReranking(),
    titleToBody({ most: 500 }),
    questionToAnswer(),
    siteClustering(),
    tagClustering(),
    duplicatePairs(),
    similarity(),
  ],
  shard: { rows: 300 },
});
