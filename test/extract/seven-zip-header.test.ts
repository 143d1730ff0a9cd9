// Headers of 7z archives, whole and harmed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { NotUnderstood } from '../../src/extract/byte-cursor.ts';
import { unpackLzma } from '../../src/extract/lzma.ts';
import { readMembers } from '../../src/extract/seven-zip-header.ts';
import { dice } from '../passes/helpers.ts';
import { makeFolder } from './dump-files.ts';
import { makeArchive } from './make-archive.ts';

const members = {
  'Badges.xml': '<badges/>'.repeat(1000),
  'empty.xml': '',
  'Posts.xml': '<posts/>'.repeat(3000),
  'é/Users.xml': '<users/>'.repeat(2000),
};
const full = Object.entries(members).filter(([, text]) => text !== '');

async function fileOf(switches: readonly string[], content: Readonly<Record<string, string>> = members) {
  const path = join(makeFolder(), 'a.7z');
  writeFileSync(path, await makeArchive(content, { switches }));
  return path;
}

const BZIP2 = '040202';

describe('the members of an archive', () => {
  test.each([
    ['BZip2, solid', ['-m0=BZip2', '-ms=on'], BZIP2, 1],
    ['BZip2, not solid', ['-m0=BZip2', '-ms=off'], BZIP2, 3],
    ['LZMA2', ['-m0=LZMA2'], '21', 1],
    ['LZMA', ['-m0=LZMA'], '030101', 1],
    ['Copy, with a plain header', ['-m0=Copy', '-mhc=off', '-ms=off'], '00', 3],
    ['BZip2 behind a filter', ['-m0=Delta:4', '-m1=BZip2'], undefined, 1],
    ['BZip2, encrypted', ['-m0=BZip2', '-psecret'], undefined, 1],
  ] as const)('of %s', async (_, switches, coder, folders) => {
    const found = await readMembers(await fileOf(switches));
    expect(found.map(({ path, bytes, crc }) => ({ path, bytes, crc }))).toEqual(
      full.map(([path, text]) => ({ path, bytes: Buffer.byteLength(text), crc: crc32(text) })),
    );
    expect(found.map(({ folder }) => folder.coder?.id)).toEqual([coder, coder, coder]);
    expect(new Set(found.map(({ folder }) => folder)).size).toBe(folders);
    const offsets = folders === 1 ? [0, 9000, 33_000] : [0, 0, 0];
    expect(found.map(({ offset }) => offset)).toEqual(offsets);
  });

  test('a thousand of them, whose header is long', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`member ${i}.xml`, `${i}`]));
    const found = await readMembers(await fileOf(['-m0=BZip2'], many));
    expect(found.map(({ path }) => path).sort()).toEqual(Object.keys(many).sort());
  });

  test('of an encrypted directory are not understood', async () => {
    await expect(readMembers(await fileOf(['-psecret', '-mhe=on']))).rejects.toThrow(NotUnderstood);
  });
});

describe('a harmed archive', () => {
  test.each([[['-mhc=off']], [['-mhc=on']]])(
    'with %o and any byte of its header changed is not understood',
    async (switches) => {
      const path = await fileOf(['-m0=BZip2', ...switches]);
      const archive = await makeArchive(members, { switches: ['-m0=BZip2', ...switches] });
      const header = 32 + Number(archive.readBigUInt64LE(12));
      for (let at = 8; at < archive.length; at = at === 31 ? header : at + 1) {
        const harmed = Buffer.from(archive);
        harmed[at]! ^= 0x41;
        writeFileSync(path, harmed);
        await expect(readMembers(path), `byte ${at}`).rejects.toThrow(NotUnderstood);
      }
    },
  );

  // A checksum can be made for any header, so nothing in one is to be trusted.
  test('with a header of any bytes, whose checksum is right, ends with an answer or is not understood', async () => {
    const archive = await makeArchive(members, { switches: ['-m0=BZip2', '-mhc=off'] });
    const path = join(makeFolder(), 'a.7z');
    const roll = dice(7);
    let understood = 0;
    for (let round = 0; round < 3000; round++) {
      const harmed = Buffer.from(archive);
      const header = 32 + Number(archive.readBigUInt64LE(12));
      for (let changes = 1 + roll(4); changes > 0; changes--) {
        harmed[header + roll(archive.length - header)] = [0, 1, 0x7f, 0x80, 0xff, roll(256)][roll(6)]!;
      }
      harmed.writeUInt32LE(crc32(harmed.subarray(header)), 28);
      harmed.writeUInt32LE(crc32(harmed.subarray(12, 32)), 8);
      writeFileSync(path, harmed);
      const found = await readMembers(path).catch((error: unknown) => error);
      if (Array.isArray(found)) understood++;
      else expect(found).toBeInstanceOf(NotUnderstood);
    }
    expect(understood).toBeGreaterThan(0);
  });

  test('that is cut is not understood', async () => {
    const archive = await makeArchive(members, { switches: ['-m0=BZip2'] });
    const path = join(makeFolder(), 'a.7z');
    for (let size = 0; size < archive.length; size += 7) {
      writeFileSync(path, archive.subarray(0, size));
      await expect(readMembers(path), `${size} bytes`).rejects.toThrow(NotUnderstood);
    }
  });
});

describe('LZMA', () => {
  /** The packed bytes of an archive of one member, their properties and what they unpack to. */
  async function pack(content: Uint8Array, switches: readonly string[] = []) {
    const path = join(makeFolder(), 'a.7z');
    const archive = await makeArchive({ a: content }, { switches: ['-m0=LZMA', ...switches] });
    writeFileSync(path, archive);
    const [member] = await readMembers(path);
    const { packedFrom, packedBytes, coder } = member!.folder;
    return { packed: archive.subarray(packedFrom, packedFrom + packedBytes), properties: coder!.properties };
  }

  test.each([
    ['one byte', Buffer.from('a')],
    ['a run', Buffer.alloc(100_000, 'z')],
    ['numbers', Buffer.from(Array.from({ length: 30_000 }, (_, i) => `${(i * 2654435761) % 99_991},`).join(''))],
    [
      'far repeats',
      Buffer.concat([Buffer.alloc(200_000, 'abcdefg'), Buffer.from('x'), Buffer.alloc(300_000, 'abcdefghij')]),
    ],
  ])('of %s is unpacked', async (_, content) => {
    for (const switches of [[], ['-mx9'], ['-m0=LZMA:lc=0:lp=2:pb=0'], ['-m0=LZMA:lc=8:lp=0:pb=4']]) {
      const { packed, properties } = await pack(content, switches);
      expect(Buffer.from(unpackLzma(packed, properties, content.length)).equals(content)).toBe(true);
    }
  });

  test('that is harmed or cut gives other bytes or is not understood', async () => {
    const content = Buffer.from(Array.from({ length: 500 }, (_, i) => `row ${i * i} `).join(''));
    const { packed, properties } = await pack(content);
    for (let at = 0; at < packed.length; at++) {
      const harmed = Buffer.from(packed);
      harmed[at]! ^= 0x10;
      const results = [harmed, packed.subarray(0, at)].map((bytes) => {
        try {
          return unpackLzma(bytes, properties, content.length);
        } catch (error) {
          return error;
        }
      });
      for (const result of results) {
        if (result instanceof Uint8Array) expect(result).toHaveLength(content.length);
        else expect(result).toBeInstanceOf(NotUnderstood);
      }
    }
    for (const bad of [[], [225, 0, 0, 0, 0], [93, 0, 0, 0]]) {
      expect(() => unpackLzma(packed, Uint8Array.from(bad), 10)).toThrow(NotUnderstood);
    }
  });
});
