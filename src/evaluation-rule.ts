// What a pipeline says of evaluation sets, and how it is read: which sets are made of the rows that are held out, and how large.

import { StackpairsError } from './errors.ts';
import { absentAs, oneOf, parts, type Reader, readDefinition, wholeFrom } from './read-definition.ts';
import type { Recipe } from './recipe.ts';
import type { SplitRule } from './split-rule.ts';

/** What a set is for, in the terms of MTEB. */
export const TASKS = ['retrieval', 'reranking', 'clustering', 'pair-classification', 'sts'] as const;
export type Task = (typeof TASKS)[number];

/** Kinds of rows that sets are made of, known by their columns. */
export type Source = 'bodies' | 'answers' | 'duplicates' | 'linked';

/** How a set is made. */
export interface SetOptions {
  /** Side of the split; `'test'` by default. */
  readonly side?: 'test' | 'validation';
  /** Rows of each kind at most, in the order of the dataset, which is a hash: a random sample. 10,000 by default. */
  readonly most?: number;
}

/** An evaluation set that a pipeline asks for. */
export interface SetRule extends Required<SetOptions> {
  readonly set: SetName;
}

interface SetKind {
  readonly task: Task;
  readonly needs: readonly Source[];
  readonly description: string;
}

/** The sets by name. */
export const SETS = {
  'duplicate-retrieval': {
    task: 'retrieval',
    needs: ['duplicates'],
    description: 'Which questions say what this one says? Users marked the relevant ones as duplicates.',
  },
  'duplicate-reranking': {
    task: 'reranking',
    needs: ['duplicates'],
    description: 'Which of these candidates say what this question says? The others have a tag in common with it.',
  },
  'title-to-body': {
    task: 'retrieval',
    needs: ['bodies'],
    description: 'Which body is that of the question with this title?',
  },
  'question-to-answer': { task: 'retrieval', needs: ['answers'], description: 'Which answer is to this question?' },
  'site-clustering': { task: 'clustering', needs: ['bodies'], description: 'Titles by the site they were asked on.' },
  'tag-clustering': { task: 'clustering', needs: ['bodies'], description: 'Titles by the first of their tags.' },
  'duplicate-pairs': {
    task: 'pair-classification',
    needs: ['duplicates'],
    description: 'Are these two questions duplicates? Those that are none have a tag in common.',
  },
  similarity: {
    task: 'sts',
    needs: ['duplicates'],
    description: 'Two questions: duplicates (2), merely linked (1), or neither (0). For rank correlation.',
  },
} as const satisfies Readonly<Record<string, SetKind>>;
export type SetName = keyof typeof SETS;

/** Rows of each kind at most, unless a pipeline says so: a standard error of 0.004 on a mean of hits and misses. */
const DEFAULT_MOST = 10_000;
/** The texts are held in memory while a set is made. */
const LARGEST_MOST = 100_000;

const options = parts({
  side: absentAs(oneOf('test', 'validation'), 'test'),
  most: absentAs(wholeFrom(1, LARGEST_MOST), DEFAULT_MOST),
});

function rule(set: SetName, given: SetOptions): SetRule {
  return Object.freeze({ set, ...readDefinition(given, options) });
}

/** Duplicates as queries, canonical questions and other held-out ones as corpus; graded 1. */
export const duplicateRetrieval = (options: SetOptions = {}): SetRule => rule('duplicate-retrieval', options);
/** The same with 20 candidates for each query. */
export const duplicateReranking = (options: SetOptions = {}): SetRule => rule('duplicate-reranking', options);
/** Titles as queries, bodies as corpus. */
export const titleToBody = (options: SetOptions = {}): SetRule => rule('title-to-body', options);
/** Questions as queries, answers as corpus. */
export const questionToAnswer = (options: SetOptions = {}): SetRule => rule('question-to-answer', options);
/** Titles by site. */
export const siteClustering = (options: SetOptions = {}): SetRule => rule('site-clustering', options);
/** Titles by first tag. */
export const tagClustering = (options: SetOptions = {}): SetRule => rule('tag-clustering', options);
/** Duplicates and non-duplicates. */
export const duplicatePairs = (options: SetOptions = {}): SetRule => rule('duplicate-pairs', options);
/** Duplicates, linked questions and others, for rank correlation. */
export const similarity = (options: SetOptions = {}): SetRule => rule('similarity', options);

const ruleParts = parts({
  set: oneOf(...(Object.keys(SETS) as SetName[])),
  side: oneOf('test', 'validation'),
  most: wholeFrom(1, LARGEST_MOST),
});

/** Reads a set that one of the functions above gave. */
export const setRule: Reader<SetRule> = ruleParts;

/** Which kind of rows these columns are; undefined for columns that no set is made of. */
export function sourceOf(columns: readonly string[]): Source | undefined {
  const [first = '', second = '', ...more] = columns;
  if (more.length > 0) return undefined;
  if (first === 'title' && second === 'body') return 'bodies';
  if (second === 'answer') return 'answers';
  if (first.startsWith('duplicate_')) return 'duplicates';
  return second.startsWith('linked_') ? 'linked' : undefined;
}

/** Throws `bad_pipeline` for sets that are asked for twice or that nothing is there to make of. */
export function expectSources(
  sets: readonly SetRule[],
  { recipes, split }: { readonly recipes: readonly Recipe[]; readonly split: SplitRule },
): void {
  const sources = new Set(recipes.map(({ columns }) => sourceOf(columns)));
  sets.forEach(({ set, side }, index) => {
    const at = `evaluate[${index}], ${set}`;
    const fail = (expected: string, found: string) => {
      throw new StackpairsError('bad_pipeline', 'this evaluation set cannot be made', { at, expected, found });
    };
    if (sets.findIndex((other) => other.set === set) !== index) fail('each set once', 'it is there before');
    if (split[side] === 0 && !(side === 'test' && split.after !== undefined)) fail(`split.${side} above 0`, '0');
    for (const source of SETS[set].needs) if (!sources.has(source)) fail(RECIPES[source], 'no such recipe in pairs');
  });
}

const RECIPES: Readonly<Record<Source, string>> = {
  bodies: 'titleBody() among the pairs',
  answers: 'titleAnswer() or titleBodyAnswer() among the pairs',
  duplicates: 'duplicateQuestions() among the pairs',
  linked: 'linkedQuestions() among the pairs',
};
