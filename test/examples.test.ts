// The schedules under examples/: each is read by something that knows its format, and the command in each is one that
// build-dataset takes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { testFolder } from './build/dataset.ts';
import { runCli } from './cli/run-cli.ts';
import { type Archive, openArchive } from './doubles/archive/archive.ts';
import { filesOf, MARCH, questions } from './refresh/dumps.ts';

const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));
const read = (path: string) => readFileSync(join(EXAMPLES, path), 'utf8');
const root = testFolder();

const workflow = parse(read('github-actions/refresh.yml'));
const [claim, cronJob] = parseAllDocuments(read('kubernetes/refresh-cronjob.yaml')).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS();
});
const pod = cronJob.spec.jobTemplate.spec.template.spec;
const service = readUnit(read('systemd/stackpairs-refresh.service'));
const timer = readUnit(read('systemd/stackpairs-refresh.timer'));
const [crontab, ...moreLines] = read('cron/stackpairs-refresh')
  .split('\n')
  .filter((line) => /^[^#\s]/.test(line) && !/^[A-Z]+=/.test(line));

/** Fields of a line of /etc/cron.d: minute, hour, day, month, weekday, user, command. */
const FIELDS = /^(\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (.+)$/;
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

describe('the moment', () => {
  test.each([
    ['GitHub Actions', workflow.on.schedule[0].cron],
    ['Kubernetes', cronJob.spec.schedule],
    [
      'cron',
      FIELDS.exec(crontab ?? '')!
        .slice(1, 6)
        .join(' '),
    ],
  ])('of %s is a crontab’s, once a week, and not at the top of an hour', (_, cron: string) => {
    const fields = cron.split(' ');
    expect(fields.map((field, at) => isField(field, RANGES[at]!))).toEqual([true, true, true, true, true]);
    expect(fields[4]).toMatch(/^\d$/);
    expect(fields[0]).not.toBe('0');
  });
});

test('GitHub Actions: one at a time, to be started by hand as well, with no rights and pinned actions', () => {
  expect(workflow.on).toHaveProperty('workflow_dispatch');
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(workflow.concurrency).toMatchObject({ 'cancel-in-progress': false });
  const uses = workflow.jobs.refresh.steps.flatMap((step: { uses?: string }) => step.uses ?? []);
  expect(uses).not.toEqual([]);
  for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
});

test('GitHub Actions: the script takes 3 and 4 as warnings, and hands on any other code', () => {
  const { run } = workflow.jobs.refresh.steps.at(-1);
  const exit = (code: number) => {
    const script = run.replace(/npx build-dataset [^|]*/, `(exit ${code}) `);
    try {
      execFileSync('bash', ['-e', '-c', script], { stdio: 'ignore' });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  expect([0, 1, 2, 3, 4].map(exit)).toEqual([0, 1, 2, 0, 0]);
});

test('Kubernetes: one pod at a time, on a volume that stays', () => {
  expect(cronJob).toMatchObject({ apiVersion: 'batch/v1', kind: 'CronJob' });
  expect(cronJob.spec).toMatchObject({ concurrencyPolicy: 'Forbid', startingDeadlineSeconds: expect.any(Number) });
  expect(pod.volumes).toEqual([{ name: 'state', persistentVolumeClaim: { claimName: claim.metadata.name } }]);
  expect(pod.containers[0].volumeMounts[0].name).toBe('state');
  expect(cronJob.spec.jobTemplate.spec.podFailurePolicy.rules[0].onExitCodes.containerName).toBe(
    pod.containers[0].name,
  );
  expect(pod.restartPolicy).toBe('Never');
});

test('cron: one line with a user, behind flock', () => {
  expect(moreLines).toEqual([]);
  expect(FIELDS.exec(crontab!)![7]).toMatch(/flock -n \S+ npx build-dataset/);
  expect(crontab).not.toContain('%');
});

describe('systemd', () => {
  test('starts the service once a week, late if the machine was off, and not with everybody else', () => {
    expect(timer.get('Timer')).toMatchObject({ Persistent: 'true', RandomizedDelaySec: '1h' });
    expect(service.get('Service')).toMatchObject({
      Type: 'oneshot',
      SuccessExitStatus: '3 143',
      RestartPreventExitStatus: '1 2',
    });
  });

  test.skipIf(!existsSync('/usr/bin/systemd-analyze'))('takes both units as they are', () => {
    const folder = join(root, 'units');
    mkdirSync(folder);
    for (const name of readdirSync(join(EXAMPLES, 'systemd'))) {
      // It looks whether the program is there.
      const text = read(join('systemd', name)).replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true');
      writeFileSync(join(folder, name), text.replace(/^WorkingDirectory=.*$/m, 'WorkingDirectory=/'));
    }
    const units = readdirSync(folder).map((name) => join(folder, name));
    expect(execFileSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8', stdio: 'pipe' })).toBe('');
    const { OnCalendar = '' } = timer.get('Timer')!;
    expect(execFileSync('systemd-analyze', ['calendar', OnCalendar], { encoding: 'utf8' })).toContain('Mon');
  });
});

describe('the command', () => {
  let archive: Archive;
  beforeAll(async () => {
    archive = await openArchive({ [MARCH]: filesOf(MARCH, { bells: questions(1, 9) }) });
  });
  afterAll(async () => void (await archive.close()));

  const command = (text: string) =>
    /(?:build-dataset|main\.js) (refresh [\w/ .-]+?)(?= 2>|\s*\|\||\s*$)/m.exec(text)![1]!.split(' ');
  test.each<[string, string[]]>([
    ['GitHub Actions', command(workflow.jobs.refresh.steps.at(-1).run)],
    ['Kubernetes', pod.containers[0].args],
    ['systemd', command(service.get('Service')!.ExecStart!)],
    ['cron', command(crontab!)],
  ])('of %s is one that build-dataset takes', async (_, args) => {
    const state = args.indexOf('--state') + 1;
    expect(args[state]).toMatch(/^\//);
    const env = { STACKPAIRS_ARCHIVE: archive.base };
    const { code, stderr } = await runCli([...args.with(state, join(root, 'state')), '--check'], { env });
    expect(code, stderr).toBe(10);
  });
});

/** `*`, numbers, ranges and lists of them, with a step or without. */
function isField(field: string, [least, most]: readonly [number, number]): boolean {
  return field.split(',').every((part) => {
    const [, from, to] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/[1-9]\d*)?$/.exec(part) ?? ['', '-1'];
    return [from, to].every((value) => value === undefined || (Number(value) >= least && Number(value) <= most));
  });
}

/** Sections of a unit file; a key that is there twice keeps the last value, a line that is none is an error. */
function readUnit(text: string): Map<string, Record<string, string>> {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of text.split('\n').filter((line) => !/^\s*(?:[#;]|$)/.test(line))) {
    const [, header, key, value] = /^(?:\[(\w+)\]|(\w+)=(.*))$/.exec(line) ?? [];
    if (header !== undefined) {
      section = {};
      sections.set(header, section);
    } else if (section !== undefined && key !== undefined) section[key] = value!;
    else throw new Error(`no line of a unit: ${line}`);
  }
  return sections;
}
