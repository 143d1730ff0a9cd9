// npx links the command to the built file and makes that executable once; a build that comes later must leave it so.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

test.skipIf(process.platform === 'win32')('the built command is started by its name alone', () => {
  expect(execFileSync(MAIN, ['--version'], { encoding: 'utf8' })).toBe(`${packageJson.version}\n`);
});
