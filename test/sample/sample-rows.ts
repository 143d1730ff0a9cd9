// Reads a sample independently of the code under test: rows by the line that starts them, each one parsed alone by sax.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sax from 'sax';

// No XML parser takes references to control characters, but real dumps hold them, and a reader of posts must.
const ILLEGAL_REFERENCES = /&#x(?:0E|1);/g;

/** A row as it stands in the file, and its attributes if it is well-formed and has an Id. */
export interface SampleRow {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>> | undefined;
}

/** The rows of one table of a sample's site. */
export function readRows(dir: string, folder: string, file = 'Posts.xml'): SampleRow[] {
  return cutRows(readFileSync(join(dir, folder, file), 'utf8')).map((text) => ({ text, attributes: parseRow(text) }));
}

/** Cuts the text of a table into its rows, line ends included. */
export function cutRows(xml: string): string[] {
  return xml
    .slice(xml.indexOf('  <row '))
    .replace(/<\/\w+>$/, '')
    .split(/(?<=\n)(?= {2}<row )/);
}

function parseRow(text: string): Record<string, string> | undefined {
  const parser = sax.parser(true);
  let attributes: Record<string, string> | undefined;
  let failed = false;
  parser.onerror = () => {
    failed = true;
    parser.resume();
  };
  parser.onopentag = (tag) => {
    attributes = tag.attributes as Record<string, string>;
  };
  parser.write(text.replace(ILLEGAL_REFERENCES, '')).close();
  return failed || attributes?.Id === undefined ? undefined : attributes;
}
