// Small dumps written by hand: rows in the form real dumps have, and only what a test says.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A question, or an answer; what is left out is ordinary. */
export interface Question {
  readonly id: number;
  /** Of an answer: its question. */
  readonly parent?: number;
  readonly title?: string;
  /** HTML. */
  readonly body?: string;
  readonly votes?: number;
  readonly owner?: number;
  readonly tags?: readonly string[];
  readonly created?: string;
  /** Further attributes, such as `OwnerDisplayName="x"`, as they stand in the file. */
  readonly more?: string;
}

/** Posts.xml of these questions. */
export function postsXml(questions: readonly Question[]): string {
  return `\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<posts>\r\n${questions.map(row).join('')}</posts>`;
}

/** A folder with one folder for each site, and the questions of each in it. */
export function writeDump(folder: string, sites: Readonly<Record<string, readonly Question[]>>): string {
  for (const [site, questions] of Object.entries(sites)) {
    mkdirSync(join(folder, site), { recursive: true });
    writeFileSync(join(folder, site, 'Posts.xml'), postsXml(questions));
  }
  return folder;
}

function row({
  id,
  parent,
  title,
  body,
  votes = 1,
  owner = 7,
  tags = ['lamp'],
  created = '2020-02-03T04:05:06.789',
  more,
}: Question): string {
  const kind = parent === undefined ? 'PostTypeId="1"' : `PostTypeId="2" ParentId="${parent}"`;
  const asked = [
    `Title="${escaped(title ?? `How do I light lantern number ${id}?`)}"`,
    `Tags="${escaped(tags.map((tag) => `<${tag}>`).join(''))}"`,
  ];
  const attributes = [
    `Id="${id}" ${kind} CreationDate="${created}" Score="${votes}"`,
    `Body="${escaped(body ?? `<p>The wick of lantern number ${id} does not burn.</p>`)}"`,
    `OwnerUserId="${owner}"`,
    ...(parent === undefined ? asked : []),
    ...(more === undefined ? [] : [more]),
  ];
  return `  <row ${attributes.join(' ')} />\r\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}
