// Who wrote a post and under which licence; where the dump is too old to say, the licence follows from the dates.
import { ANSWER } from '../thread.ts';
import type { Credit, Post } from '../types.ts';

const COMMUNITY_USER = -1;

/** Licences of contributions, by when they were made. */
export const LICENSES = ['CC BY-SA 2.5', 'CC BY-SA 3.0', 'CC BY-SA 4.0'] as const;

/** The credit a question or an answer is due. */
export function credit(post: Post): Credit {
  return {
    role: post.typeId === ANSWER ? 'answer' : 'question',
    id: post.id,
    authorId: post.ownerId,
    author: post.ownerName,
    license: post.license ?? licenseOf(post),
    licenseDerived: post.license === undefined,
    // Dates of a dump are UTC, and do not say so.
    created: Date.parse(`${post.created}Z`),
  };
}

/** Licence of the last contribution: https://meta.stackexchange.com/q/347758; edits by Community do not count. */
function licenseOf({ created, edited, editorId }: Post): string {
  const latest = edited !== undefined && editorId !== COMMUNITY_USER && edited > created ? edited : created;
  return LICENSES[latest >= '2018-05-02' ? 2 : latest >= '2011-04-08' ? 1 : 0];
}
