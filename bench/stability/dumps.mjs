// Dumps of the same sites at several times: what was asked last is taken away, and some posts have another text. Rows are lines.
import { createReadStream, mkdirSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROW = /^ {2}<row Id="(\d+)"/;
const BODY = ' Body="';
const EDIT = '&lt;p&gt;Edit: it turned out to be something else altogether, and works now.&lt;/p&gt;';
/** A finaliser of 32 bits, by which rows are chosen. */
const HASH = 0x9e3779b1;

/** Writes the dump in `from` anew: the first `share` of the rows of each site, of which `edited` have another text. */
export async function deriveDump(from, to, { share = 1, edited = 0 }) {
  for (const site of (await readdir(from, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
    mkdirSync(path.join(to, site.name), { recursive: true });
    const [source, target] = [from, to].map((folder) => path.join(folder, site.name, 'Posts.xml'));
    await derivePosts(source, target, { kept: Math.round(share * (await countRows(source))), edited });
  }
  return to;
}

async function countRows(file) {
  let rows = 0;
  for await (const line of linesOf(file)) if (ROW.test(line)) rows += 1;
  return rows;
}

async function derivePosts(source, target, { kept, edited }) {
  const file = await open(target, 'w');
  const out = file.createWriteStream();
  let rows = 0;
  for await (const line of linesOf(source)) {
    const id = ROW.exec(line)?.[1];
    if (id !== undefined && ++rows > kept) continue;
    const text = id !== undefined && isChosen(Number(id), edited) ? line.replace(BODY, BODY + EDIT) : line;
    if (!out.write(`${text}\n`)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
}

function isChosen(id, share) {
  const mixed = Math.imul(id ^ (id >>> 15), HASH);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32 < share;
}

function linesOf(file) {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
