// How posts become pairs, said in terms of posts: a recipe names those that belong together and the texts of each column;
// who puts the texts together is elsewhere. Each recipe makes one config of a dataset.

import type { Pair, Post, Role } from './types.ts';

/** What every recipe says of itself: it makes one config of a dataset. */
interface RecipeIdentity {
  /** Its kind, e.g. `title-answer`. */
  readonly recipe: string;
  /** Name of its config; its kind by default. */
  readonly name?: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Column names, anchor first. */
  readonly columns: readonly string[];
  readonly reasons: readonly string[];
}

/** Pairs that a post makes by itself. */
export interface PostRecipe extends RecipeIdentity {
  /** The pair this post drives, or why it drives none. */
  pair(post: Post): Pair | string;
}

/** Pairs of a question and its answers, wherever in the dump those stand. */
export interface ThreadRecipe extends RecipeIdentity {
  /** Which posts make a pair each, one at most; all other rows are left out as no such post. */
  readonly driver: 'question' | 'answer';
  /** The pair of a thread that this post of it drives, or why it drives none. */
  join(thread: Thread, driver: ThreadPost): JoinedPair | string;
}

/** Pairs of questions that somebody linked; each link drives one, at most. */
export interface LinkRecipe extends RecipeIdentity {
  /** Which links: of duplicates, or of questions that are linked and no duplicates. */
  readonly links: 'duplicates' | 'linked';
  /** Whether it asks for a question that is linked to the two and no duplicate. */
  readonly wantsLinked: boolean;
  /** The pair of two questions, or why they are none; the first of its posts is the question it belongs to. */
  meet(questions: LinkedQuestions): JoinedPair | string;
}

/** Two questions that a link names, both of which passed the rules. */
export interface LinkedQuestions {
  /** The one that names the other: of duplicates, the one that was closed. */
  readonly from: ThreadPost;
  /** The one that is named: of duplicates, the canonical question at the end of the chain. */
  readonly to: ThreadPost;
  /** Where asked for: a question linked to either, of the earliest such link, that is a duplicate of neither. */
  readonly linked: ThreadPost | undefined;
}

/** Texts of questions that have the very same tags and are not the same; each question drives one. */
export interface TagRecipe extends RecipeIdentity {
  /** The pair of a question and the next one of its tags, in the order of the dataset; or why they are none. */
  beside(questions: { readonly question: ThreadPost; readonly other: ThreadPost }): JoinedPair | string;
}

/** How posts become pairs. */
export type Recipe = PostRecipe | ThreadRecipe | LinkRecipe | TagRecipe;

/** A post that passed the rules, as one of a thread. */
export interface ThreadPost {
  readonly id: number;
  readonly votes: number;
  readonly isAccepted: boolean;
}

/** A question with its answers, all of which passed the rules. */
export interface Thread {
  readonly question: ThreadPost;
  /** Those with the most votes first; of the same votes, the lowest id. */
  readonly answers: readonly ThreadPost[];
}

/** A text of a post, cleaned. Answers have no title. */
export interface PostText {
  readonly post: ThreadPost;
  readonly text: 'title' | 'body';
}

/** A pair said in terms of posts: who is in it, and what each column is made of, joined by a space. */
export interface JoinedPair {
  readonly posts: readonly { readonly role: Role; readonly post: ThreadPost }[];
  readonly columns: readonly (readonly PostText[])[];
}

/** Name of a recipe's config. */
export function nameOf({ name, recipe }: Pick<Recipe, 'name' | 'recipe'>): string {
  return name ?? recipe;
}
