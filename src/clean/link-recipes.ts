// Recipes of questions that the users of a site linked: duplicates, which say the same in other words, and merely linked
// ones, a weaker kind, which also serve as hard negatives of duplicates.
import type { JoinedPair, LinkedQuestions, LinkRecipe, PostText, ThreadPost } from '../recipe.ts';
import { builtInRecipe } from './define-step.ts';
import { choice, configName, readOptions } from './options.ts';

/** Which texts of the two questions are paired. */
export interface LinkedOptions {
  /** `'title'`, the default, `'body'`, or both as one text. */
  readonly text?: 'title' | 'body' | 'title-body';
  /** Name of the config; that of the kind and the text by default. */
  readonly name?: string;
}

const READERS = { text: choice('title', 'body', 'title-body'), name: configName() };

type Chosen = NonNullable<LinkedOptions['text']>;

/** Pairs of a duplicate and its canonical question; each link of that kind drives one. */
export function duplicateQuestions(options: LinkedOptions = {}): LinkRecipe {
  const columns = (text: Chosen) => [columnOf('duplicate', text), columnOf('', text)];
  // Of a duplicate, the question it belongs to is the canonical one.
  return linkRecipe('duplicates', options, {
    columns,
    posts: ({ from, to }) => [questionOf(to), { role: 'duplicate', post: from }],
  });
}

/** Pairs of a question and one it links to, which is no duplicate of it; each link of that kind drives one. */
export function linkedQuestions(options: LinkedOptions = {}): LinkRecipe {
  const columns = (text: Chosen) => [columnOf('', text), columnOf('linked', text)];
  return linkRecipe('linked', options, {
    columns,
    posts: ({ from, to }) => [questionOf(from), { role: 'linked', post: to }],
  });
}

interface Shape {
  readonly columns: (text: Chosen) => readonly string[];
  readonly posts: (questions: LinkedQuestions) => JoinedPair['posts'];
}

function linkRecipe(links: LinkRecipe['links'], given: LinkedOptions, { columns, posts }: Shape): LinkRecipe {
  const { text, name = `${links}-${text}` } = readOptions(links, given, READERS);
  return builtInRecipe({
    recipe: links,
    name,
    options: Object.freeze({ text }),
    links,
    wantsLinked: false,
    columns: Object.freeze(columns(text)),
    reasons: Object.freeze([]),
    meet: (questions) => ({
      posts: posts(questions),
      columns: [textsOf(questions.from, text), textsOf(questions.to, text)],
    }),
  });
}

/** Triplets of a duplicate, its canonical question and a question linked to either that is a duplicate of neither. */
export function linkedNegatives(given: LinkedOptions = {}): LinkRecipe {
  const recipe = 'linked-negatives';
  const { text, name = `${recipe}-${text}` } = readOptions(recipe, given, READERS);
  return builtInRecipe({
    recipe,
    name,
    options: Object.freeze({ text }),
    links: 'duplicates',
    wantsLinked: true,
    columns: Object.freeze(['duplicate', '', 'linked'].map((kind) => columnOf(kind, text))),
    reasons: Object.freeze(['no_linked_question']),
    meet({ from, to, linked }): JoinedPair | string {
      if (linked === undefined) return 'no_linked_question';
      return {
        posts: [questionOf(to), { role: 'duplicate', post: from }, { role: 'negative', post: linked }],
        columns: [from, to, linked].map((post) => textsOf(post, text)),
      };
    },
  });
}

function questionOf(post: ThreadPost): JoinedPair['posts'][number] {
  return { role: 'question', post };
}

function columnOf(kind: string, text: Chosen): string {
  return [kind, text.replace('-', '_')].filter((part) => part !== '').join('_');
}

function textsOf(post: ThreadPost, chosen: Chosen): PostText[] {
  return chosen === 'title-body'
    ? [
        { post, text: 'title' },
        { post, text: 'body' },
      ]
    : [{ post, text: chosen }];
}
