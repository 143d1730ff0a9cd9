// A post and a pair to start from: each test says only what matters to it.
import type { Pair, Post, Site } from '../../src/types.ts';

export const SITE: Site = { name: 'bread.stackexchange.com', host: 'bread.stackexchange.com', language: 'en' };

export function postWith(parts: Partial<Post> = {}): Post {
  return {
    id: 7,
    typeId: 1,
    parentId: undefined,
    acceptedAnswerId: undefined,
    votes: 3,
    created: '2019-03-04T05:06:07.890',
    edited: undefined,
    editorId: undefined,
    closed: undefined,
    ownerId: 12,
    ownerName: undefined,
    license: undefined,
    title: 'Why does my dough not rise?',
    body: '<p>It has been two hours.</p>',
    tags: ['dough', 'yeast'],
    ...parts,
  };
}

export function pairOf(title: string, body: string, html = false): Pair {
  return {
    texts: [
      { name: 'title', html: false, value: title },
      { name: 'body', html, value: body },
    ],
  };
}
