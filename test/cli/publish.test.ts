// `publish` as a person or a program meets it, against a double of the Hub.
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../../src/manifest-file.ts';
import { testFolder } from '../build/dataset.ts';
import { type HubDouble, TOKEN } from '../doubles/hub/open-hub.ts';
import { buildOf, expectedOf, filesAt, hubDouble, inOrder, REPO } from '../publish/published.ts';
import { type Ended, runCli, startCli } from './run-cli.ts';

const root = testFolder();
const home = join(root, 'home');
let out: string;

beforeAll(async () => {
  mkdirSync(home);
  out = await buildOf(root, '2026-03', 600);
});

/** The environment of a user who logged in nowhere. */
function environment({ url }: HubDouble, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const none = { HF_TOKEN: '', HF_TOKEN_PATH: '', HF_HOME: '', XDG_CACHE_HOME: '', HOME: home };
  return { ...none, HF_ENDPOINT: url, ...more };
}

function publish(double: HubDouble, args: readonly string[] = [], env = { HF_TOKEN: TOKEN }): Promise<Ended> {
  return runCli(['publish', out, '--repo', REPO, '--no-xet', ...args], { env: environment(double, env) });
}

test('it says what it sent, then that there is nothing to do', async () => {
  const double = await hubDouble();
  const first = await publish(double);
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toMatch(/^\+ README\.md {2}[\d.]+ kB\n/);
  const { branches } = double.repositories.get(REPO)!;
  expect(first.stdout).toContain(`sent. ${double.url}/datasets/${REPO} at ${branches.get('main')}, tagged 2026-03\n`);
  expect(filesAt(double)).toMatchObject(expectedOf(out));
  const second = await publish(double);
  expect(second.stdout).toBe(`nothing to do: ${double.url}/datasets/${REPO} has the dataset, tagged 2026-03\n`);
});

test('a dry run prints the plan and needs no token', async () => {
  const double = await hubDouble();
  const { code, stdout } = await publish(double, ['--dry-run'], { HF_TOKEN: '' });
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'would change:']);
  expect(stdout).toContain('\n+ and ');
  expect(double.repositories.size).toBe(0);
});

test('it prints one JSON document with --json', async () => {
  const double = await hubDouble();
  const { stdout } = await publish(double, ['--json', '--private', '--revision', 'next']);
  const { commit, add, sent, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({
    url: `${double.url}/datasets/${REPO}`,
    tag: null,
    created: true,
    replace: [],
    remove: [],
    same: 0,
  });
  expect(add).toEqual(Object.keys(expectedOf(out)));
  expect(commit).toBe(double.repositories.get(REPO)!.branches.get('next'));
  expect(sent).toBeGreaterThan(readManifest(out).shards.reduce((sum, { bytes }) => sum + bytes, 0));
  expect(double.repositories.get(REPO)!.isPrivate).toBe(true);
});

describe('the token', () => {
  test('comes from the environment, or from the file that logging in leaves, wherever that is', async () => {
    const file = join(root, 'a-token');
    writeFileSync(file, `${TOKEN}\n`);
    for (const folder of ['hf', '.cache/huggingface', 'xdg/huggingface']) {
      mkdirSync(join(home, folder), { recursive: true });
      writeFileSync(join(home, folder, 'token'), `${TOKEN}\n`);
    }
    for (const env of [
      { HF_TOKEN: ` ${TOKEN}\n` },
      { HF_TOKEN_PATH: file },
      { HF_HOME: join(home, 'hf') },
      { XDG_CACHE_HOME: join(home, 'xdg') },
      {},
    ]) {
      const double = await hubDouble();
      const { code, stderr } = await runCli(['publish', out, '--repo', REPO], { env: environment(double, env) });
      expect(code, `${Object.keys(env)} ${stderr}`).toBe(0);
    }
  });

  test('is asked for where there is none, before anything is done', async () => {
    const double = await hubDouble();
    const env = environment(double, { HOME: join(root, 'nobody') });
    const { code, stderr } = await runCli(['publish', out, '--repo', REPO], { env });
    expect([code, double.requests]).toEqual([2, []]);
    expect(stderr).toContain('HF_TOKEN');
  });

  // With a line end in it, Node itself would put it into a message; one that the Hub does not know is sent back by it.
  test.each([
    ['of another form', 'sk-very-secret', 2],
    ['with something in it', 'hf_very\r\nsecret', 2],
    ['that the Hub does not know', 'hf_very-secret', 1],
  ])('%s is refused and not shown', async (_, token, expected) => {
    const double = await hubDouble();
    const { code, stdout, stderr } = await publish(double, [], { HF_TOKEN: token });
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).not.toMatch(/very|secret\b/);
    expect(stderr).toMatch(/no token of the Hub|401/);
  });

  test('is in nothing that is printed or written, whatever goes wrong', async () => {
    const folder = join(root, 'searched');
    cpSync(out, folder, { recursive: true });
    const faults = [{}, { put: ['expired'] }, { commit: ['cut', 'stale'] }, { whoami: ['limited'] }] as const;
    const args = ['publish', folder, '--repo', REPO, '--no-xet'];
    for (const fault of [...faults.map(inOrder), () => 'expired' as const]) {
      const double = await hubDouble({ fault });
      const { stdout, stderr } = await runCli(args, { env: environment(double, { HF_TOKEN: TOKEN }), cwd: folder });
      expect(stdout + stderr).not.toMatch(new RegExp(`${TOKEN}|very-secret`));
    }
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))) {
      if (statSync(path).isFile()) expect(readFileSync(path, 'latin1')).not.toContain(TOKEN);
    }
  });
});

test.each(['ftp://hub', 'hub', 'https://ada:very-secret@hub'])('HF_ENDPOINT=%s is wrong usage', async (endpoint) => {
  const env = { ...environment(await hubDouble()), HF_TOKEN: TOKEN, HF_ENDPOINT: endpoint };
  const { code, stderr } = await runCli(['publish', out, '--repo', REPO], { env });
  expect(code).toBe(2);
  expect(stderr).toContain('HF_ENDPOINT');
  expect(stderr).not.toContain('very-secret');
});

test('a Hub that cannot take it now is exit code 4, with the hint that trying later may help', async () => {
  const double = await hubDouble({ fault: () => 'limited' });
  const { code, stderr } = await publish(double);
  expect(code).toBe(4);
  expect(stderr).toMatch(/found 429: Too many.*Try again later/);
  expect(double.requests.length).toBe(6);
});

test('wrong usage is told: no repository, none that can be, a folder that is none', async () => {
  const double = await hubDouble();
  expect((await runCli(['publish', out], { env: environment(double) })).code).toBe(2);
  expect((await publish(double, ['--repo', 'pairs'])).code).toBe(2);
  expect((await publish(double, ['--revision', '--private'])).code).toBe(2);
  const env = environment(double, { HF_TOKEN: TOKEN });
  expect((await runCli(['publish', root, '--repo', REPO], { env })).code).toBe(1);
  expect(double.requests).toEqual([]);
});

describe('stopped while it sends', () => {
  test.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'by %s, the dataset is not there; the same command goes on, and sends nothing twice',
    async (signal, code) => {
      let puts = 0;
      let stop = () => {};
      const fault = (route: string) => {
        if (route !== 'put' || ++puts !== 6) return undefined;
        stop();
        return 'cut';
      };
      const double = await hubDouble({ fault });
      const args = ['publish', out, '--repo', REPO, '--no-xet'];
      const { child, ended } = startCli(args, { env: environment(double, { HF_TOKEN: TOKEN }) });
      stop = () => child.kill(signal);
      expect((await ended).code).toBe(code);
      expect(Object.keys(filesAt(double))).toEqual(['.gitattributes']);
      expect((await publish(double)).code).toBe(0);
      expect(filesAt(double)).toMatchObject(expectedOf(out));
      const done = double.requests.filter(({ route }) => route === 'put').map(({ path }) => path);
      expect(new Set(done).size).toBe(done.length);
    },
  );
});
