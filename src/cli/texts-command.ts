// `build-dataset texts`: what is understood of a benchmark or another dataset, before it is used against one's own or
// beside it.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ForeignText } from '../foreign.ts';
import type { ExampleSurvey, TextSurvey } from '../survey-texts.ts';
import { type CommandContext, printResult } from './context.ts';
import { grouped, safeText, table } from './terminal-text.ts';
import { nonEmpty, nonEmptyList, wholeNumber } from './values.ts';

interface TextsFlags {
  readonly name?: string;
  readonly columns?: readonly string[];
  readonly pairs?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

/** Adds the command. */
export function addTextsCommand(program: Command, context: CommandContext): void {
  program
    .command('texts')
    .description('show which texts are read of a benchmark, another dataset or a build, and which posts they name')
    .argument('<path>', 'file or folder', nonEmpty)
    .option('--name <name>', 'what to call it; cqadupstack/unix says which questions its ids are', nonEmpty)
    .option('--columns <name...>', 'columns to read instead of all that hold texts', nonEmptyList)
    .option('--pairs', 'show rows as they are trained on: pairs or triplets, their columns, and what is dropped')
    .option('--limit <n>', 'how many of the first to show', wholeNumber, 10)
    .option('--json', 'print everything as JSON')
    .action(async (path: string, { name, columns, pairs, limit, json }: TextsFlags) => {
      const { surveyExamples, surveyTexts } = await import('../survey-texts.ts');
      const at = resolve(context.folder, path);
      const options = { name, columns, limit, signal: context.signal };
      if (pairs) {
        const survey = await surveyExamples(at, options);
        printResult(context, json, survey, () => describeExamples(survey));
      } else {
        const survey = await surveyTexts(at, options);
        printResult(context, json, survey, () => describeTexts(survey));
      }
    });
}

function describeTexts({ source, texts, roles, posts, first }: TextSurvey): string {
  const counts = (record: Readonly<Record<string, number>>, what: string) =>
    Object.entries(record)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => [`${what} ${safeText(name)}`, grouped(count)]);
  const known = Object.values(posts).reduce((sum, count) => sum + count, 0);
  return [
    safeText(source),
    table([
      ['texts', grouped(texts)],
      ...counts(roles as Readonly<Record<string, number>>, '- as'),
      ['with the id of their post', grouped(known)],
      ...counts(posts, '- of'),
    ]),
    ...first.flatMap((text) => ['', ...describeText(text)]),
  ].join('\n');
}

function describeText({ place, role, text, post }: ForeignText): string[] {
  const known = post === undefined ? '' : `, ${post.site} ${post.id}`;
  return [`${safeText(place)}, ${role}${safeText(known)}`, `  ${safeText(text)}`];
}

function describeExamples({ source, columns, rows, kept, dropped, first }: ExampleSurvey): string {
  const reasons = Object.entries(dropped).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    safeText(source),
    table([
      ['columns', safeText(columns.join(', '))],
      ['rows', grouped(rows)],
      [columns.length === 2 ? 'pairs' : 'triplets', grouped(kept)],
      ['dropped', grouped(rows - kept)],
      ...reasons.map(([reason, count]) => [`- ${reason}`, grouped(count)]),
    ]),
    ...first.flatMap(({ place, texts, post }) => [
      '',
      safeText(`${place}${post === undefined ? '' : `, ${post.site} ${post.id}`}`),
      ...texts.map((text, index) => `  ${safeText(columns[index]!)}: ${safeText(text)}`),
    ]),
  ].join('\n');
}
