// Tables changed by chance: whatever comes of one, each row is visited once, in any chunks, and what sax reads is read.
import { describe, expect, it } from 'vitest';
import { readUsers } from '../../src/extract/index.ts';
import { parseRows, prepareForSax } from '../../src/extract/sax-rows.ts';
import { createRandom } from '../../src/sample/random.ts';
import { chunked } from './read-dump.ts';

const DOCUMENTS = 800;
const TOKENS = [
  ...[
    '<row ',
    '<row/>',
    '</row>',
    ' />',
    '>',
    '<',
    '"',
    "'",
    '=',
    ' ',
    '\t',
    '\r\n',
    '&',
    ';',
    '&amp;',
    '&#x0E;',
    '&nbsp;',
  ],
  ...['<!--', '-->', '<!-- <row Id="9" /> -->', ' Id="5"', ' AccountId="x"', ' DisplayName="b"', ' AboutMe="&lt;"'],
  ...['</users>', '<users>', '<users />', '\ufeff', '\u2028', '\u0000', 'é'],
];
const ROW = '  <row Id="1" Reputation="2" DisplayName="Ann &amp; Bo" AboutMe="&lt;p&gt;" AccountId="3" />\r\n';

function mutated(seed: number): string {
  const random = createRandom(seed, 0);
  let text = `\ufeff<?xml version="1.0"?>\r\n<users>\r\n${ROW.repeat(4)}</users>`;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(text.length);
    const end = at + random.below(2) * random.below(12);
    text = text.slice(0, at) + random.pick(TOKENS) + text.slice(end);
  }
  return text;
}

async function read(text: string, chunk: number) {
  const visits: unknown[] = [];
  const visitor = {
    user: (...visit: unknown[]) => visits.push(visit),
    damaged: (...visit: unknown[]) => visits.push(visit),
  };
  const count = await readUsers(chunked(Buffer.from(text), chunk), visitor).catch((error: unknown) => error);
  if (count instanceof Error) expect(count).toMatchObject({ code: 'bad_input' });
  else expect(count).toMatchObject({ rows: visits.length });
  return { visits, count: count instanceof Error ? count.message : count };
}

describe(`${DOCUMENTS} tables changed by chance`, () => {
  it('are read without a bug, each row once, the same in any chunks', async () => {
    for (let seed = 0; seed < DOCUMENTS; seed++) {
      const text = mutated(seed);
      expect(await read(text, 7), `seed ${seed}`).toEqual(await read(text, 65_536));
    }
  });

  it('that are XML have the users sax finds in them', async () => {
    let whole = 0;
    for (let seed = 0; seed < DOCUMENTS; seed++) {
      const text = mutated(seed);
      const names: (string | undefined)[] = [];
      const fault = parseRows(prepareForSax(text).text, (row) => names.push(row.get('DisplayName')) > 0);
      if (fault !== undefined || /<!\[CDATA|<\s/.test(text)) continue;
      whole++;
      const { visits } = await read(text, 65_536);
      const found = visits.flatMap((visit) =>
        typeof (visit as unknown[])[0] === 'object' ? [(visit as [{ name: string }])[0].name] : [],
      );
      const damaged = visits.length - found.length;
      const missing = names
        .map((name) => name ?? '')
        .filter((name) => name !== found[0] || found.shift() === undefined);
      expect(found, `seed ${seed}: users that sax does not find`).toEqual([]);
      expect(missing.length, `seed ${seed}: rows without a trace`).toBeLessThanOrEqual(damaged);
    }
    expect(whole).toBeGreaterThan(DOCUMENTS / 20);
  });
});
