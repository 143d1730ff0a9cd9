// The slow reader of whole documents, at about 30 MB/s: what the fast one is tested against. Plain, and by other means.
// It knows nothing of blocks and stops at the first error, as a conforming parser must.

import type { Post, PostVisitor } from '../types.ts';
import { parseRows, prepareForSax, type RowAttributes } from './sax-rows.ts';

/** Reads a document up to its first error, if it has one. Places hold row numbers and no bytes. */
export function readPostsBySax(text: string, visitor: PostVisitor): { rows: number; error: string | undefined } {
  let rows = 0;
  const error = parseRows(prepareForSax(text).text, (attributes) => {
    const place = { byte: 0, row: rows++ };
    const fault = faultOf(attributes);
    if (fault === undefined) visitor.post(postFrom(attributes), place);
    else visitor.damaged('malformed_row', place, fault);
    return true;
  });
  return { rows, error };
}

function faultOf(attributes: RowAttributes): string | undefined {
  const wrong = (name: string, isGood: (value: string) => boolean) => {
    const value = attributes.get(name);
    return value !== undefined && !isGood(value) ? `${name} is ${JSON.stringify(value)}` : undefined;
  };
  for (const name of ['Id', 'PostTypeId']) {
    const fault = attributes.has(name) ? wrong(name, (value) => isInteger(value) && !value.startsWith('-')) : 'missing';
    if (fault !== undefined) return fault;
  }
  for (const name of ['ParentId', 'AcceptedAnswerId', 'Score', 'LastEditorUserId', 'OwnerUserId']) {
    const fault = wrong(name, isInteger);
    if (fault !== undefined) return fault;
  }
  return (
    wrong('CreationDate', isDate) ??
    wrong('LastEditDate', isDate) ??
    wrong('ClosedDate', isDate) ??
    wrong('ContentLicense', (value) => /^([A-Z][A-Za-z0-9 .-]{0,63})?$/.test(value))
  );
}

function isInteger(value: string): boolean {
  return /^-?[0-9]+$/.test(value) && Math.abs(Number(value)) < 2 ** 31;
}

function isDate(value: string): boolean {
  const [day = '', time = ''] = value.split(/T(.*)/s);
  const isDay = /^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(day) && isSameDay(day);
  return isDay && /^([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{3})?$/.test(time);
}

/** A day that no calendar has is taken for a later one, or for none. */
function isSameDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function postFrom(attributes: RowAttributes): Post {
  // `|| 0` because -0 is 0.
  const integer = (name: string) => (attributes.has(name) ? Number(attributes.get(name)) || 0 : undefined);
  return {
    id: integer('Id') as number,
    typeId: integer('PostTypeId') as number,
    parentId: integer('ParentId'),
    acceptedAnswerId: integer('AcceptedAnswerId'),
    votes: integer('Score') ?? 0,
    created: attributes.get('CreationDate') ?? '',
    edited: attributes.get('LastEditDate'),
    editorId: integer('LastEditorUserId'),
    closed: attributes.get('ClosedDate'),
    ownerId: integer('OwnerUserId'),
    ownerName: attributes.get('OwnerDisplayName'),
    license: attributes.get('ContentLicense') || undefined,
    title: attributes.get('Title') ?? '',
    body: attributes.get('Body') ?? '',
    tags: attributes.get('Tags')?.match(/[^<>|]+/g) ?? [],
  };
}
