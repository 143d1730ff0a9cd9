// Every package this one needs is pinned, named in docs/dependencies.md with its reason, and imported where that says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const needed = { ...dependencies, ...devDependencies };

/** Rows of the tables in docs/dependencies.md: package, version, reason, licence, importers. */
const rows = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| `/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

describe('docs/dependencies.md', () => {
  test('names every dependency and no other, with its exact version', () => {
    const named = Object.fromEntries(rows.map(([name, version]) => [name, version]));
    expect(named).toEqual(needed);
    expect(rows.map(([name]) => name)).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
  });

  test('gives a reason and a licence for each', () => {
    expect(
      rows.filter(([, , reason, licence]) => !(reason && reason.length > 20 && licence)).map(([name]) => name),
    ).toEqual([]);
  });

  test('gives the licences that the packages have', () => {
    const licences = rows.map(([name]) => [name, licenceOf(name!)]);
    expect(rows.map(([name, , , licence]) => [name, licence])).toEqual(licences);
  });

  test.each(Object.keys(dependencies))('says who imports %s', (name) => {
    const [, , , , importers] = rows.find(([named]) => named === name)!;
    const [file] = (importers ?? '').split(' ');
    const found = importersOf(name);
    expect(found).not.toEqual([]);
    expect(found.filter((path) => !path.startsWith(file!.replace(/…$/, '')))).toEqual([]);
  });
});

test('every version in package.json is exact', () => {
  expect(Object.entries(needed).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

function licenceOf(name: string): string {
  const { license } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  // 7z-wasm keeps its licence in a file: that of 7-Zip itself.
  return name === '7z-wasm' ? 'LGPL-2.1-or-later with the unRAR restriction' : license;
}

function importersOf(name: string): string[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => {
      const imported = ts.preProcessFile(readFileSync(join(ROOT, 'src', path), 'utf8'), true, true).importedFiles;
      return imported.some(({ fileName }) => fileName === name || fileName.startsWith(`${name}/`));
    })
    .map((path) => `src/${path}`);
}
