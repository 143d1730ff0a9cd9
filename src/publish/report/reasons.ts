// What the drop reasons of stackpairs mean, for people; a pipeline's own reasons speak for themselves.

/** By reason. */
export const REASONS: Readonly<Record<string, string>> = {
  malformed_row: 'not XML, or a value that cannot be read',
  oversized_row: 'longer than a row may be',
  truncated_file: 'the row in which the file was cut off',
  planted_post: 'one of the fabricated posts of the 2025 dumps',
  answer_bot_post: 'written by the answer bot',
  not_a_question: 'an answer, a wiki or another post that asks nothing',
  no_title: 'a question without a title',
  no_body: 'a question without a body',
  no_date: 'a question without a date, which its licence follows from',
  other_language: 'of a site in another language',
  low_score: 'fewer votes than wanted',
  high_score: 'more votes than wanted',
  closed_question: 'closed by its community',
  asked_too_early: 'asked before the wanted time',
  asked_too_late: 'asked after the wanted time',
  missing_tag: 'without a wanted tag',
  excluded_tag: 'with an unwanted tag',
  title_too_short: 'the title is shorter than wanted',
  title_too_long: 'the title is longer than wanted',
  body_too_short: 'the body is shorter than wanted',
  body_too_long: 'the body is longer than wanted',
  duplicate_pair: 'another row with the same texts stays',
  near_duplicate: 'another row with nearly the same texts stays',
  cluster_held_out: 'a copy of it is held out for validation or test',
};
