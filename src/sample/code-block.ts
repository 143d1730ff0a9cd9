// Code blocks in four familiar languages: a line about the topic, then runs of lines made once per sample, in which
// indentation follows what opens and closes.
import type { Random } from './random.ts';
import type { Topic } from './topic.ts';
import { flatText, htmlText, wireText } from './wire-text.ts';
import { cutTemplate, fillTemplate, type Words } from './words.ts';

/** Ready runs of lines in one language, as wire text. */
export interface CodePool {
  readonly start: string;
  readonly runs: readonly string[];
}

interface Language {
  readonly start: string;
  readonly openers: readonly string[];
  readonly lines: readonly string[];
  readonly closer: string;
}

const LANGUAGES: readonly Language[] = [
  {
    start: '<pre class="lang-java prettyprint-override"><code>',
    openers: [
      'for (Map.Entry<String, {noun}> {noun} : {noun}s) {',
      'if ({noun} != null && {noun}.size() > {number}) {',
    ],
    lines: [
      'List<String> {noun} = new ArrayList<>();',
      'Map<Integer, List<{noun}>> {noun} = {identifier}.{verb}("{noun}");',
      'return {noun} >= {number} ? {noun} : {noun} << 2;',
      'System.out.println("{adjective} {noun}: " + {noun});',
    ],
    closer: '}',
  },
  {
    start: '<pre class="lang-js prettyprint-override"><code>',
    openers: ['const {noun} = async ({noun}) => {', "if ({noun} === '{noun}' || !{noun}.{verb}) {"],
    lines: [
      'const {noun} = {noun}s.filter(({noun}) => {noun}.{noun} < {number});',
      "await {identifier}('{adjective}-{noun}', { {noun}: {number} });",
      "document.querySelector('#{noun} > .{noun}').innerHTML = '<b>{noun}</b>';",
      '// {verb} the {noun} & the {noun}',
    ],
    closer: '}',
  },
  {
    start: '<pre><code>',
    openers: ['def {verb}_{noun}({noun}, {noun}={number}):', 'for {noun} in {noun}s:'],
    lines: [
      '{noun} = {identifier}({noun}, "{adjective}")',
      'print(f"{noun} is {number}")',
      '{noun}[{number}:] = [{noun} for {noun} in {noun} if {noun} > {number}]',
      'assert {noun} != {number}  # {adverb} {adjective}',
    ],
    closer: '',
  },
  {
    start: '<pre><code>',
    openers: ['SELECT {noun}, COUNT(*) FROM {noun} (', '<{noun} {noun}="{number}">'],
    lines: [
      "WHERE {noun}.{noun} <> {number} AND {noun} LIKE '%{noun}%'",
      '<{noun} {noun}="{adjective}" />',
      'ERROR {number}: {noun} {identifier} was not {past} in the {place}',
      '$ {verb} --{noun}={number} {noun}.txt | {verb} 2>&1 > {noun}.log',
    ],
    closer: ')',
  },
];

const RUNS_PER_POOL = 1024;
const LINES_PER_RUN = 6;
const MAX_DEPTH = 4;
const LINE_STARTS: readonly string[] = Array.from({ length: MAX_DEPTH + 1 }, (_, depth) =>
  wireText(`\n${'    '.repeat(depth)}`),
);
const END = wireText('\n</code></pre>\n\n');

/** Makes the runs of a sample. */
export function createCodePools(words: Words, random: Random): readonly CodePool[] {
  return LANGUAGES.map((language) => ({
    start: wireText(language.start),
    runs: createRuns(language, words, random),
  }));
}

/** Writes a code block, usually of a few lines and now and then of dozens. */
export function writeCodeBlock(code: readonly CodePool[], topic: Topic, random: Random): string {
  const { start, runs } = random.pick(code);
  let block = `${start}${topic.identifier} = ${random.below(100_000)};`;
  for (let left = 1 + random.below(1 + random.below(8)); left > 0; left--) block += random.pick(runs);
  return block + END;
}

function createRuns({ openers, lines, closer }: Language, words: Words, random: Random): readonly string[] {
  const [cutOpeners, cutLines] = [openers, lines].map((list) =>
    list.map((line) => cutTemplate(wireText(htmlText(line)))),
  );
  return Array.from({ length: RUNS_PER_POOL }, () => {
    let run = '';
    let depth = 0;
    for (let left = 1 + random.below(LINES_PER_RUN); left > 0; left--) {
      const opens = depth < MAX_DEPTH && random.onceIn(4);
      run += LINE_STARTS[depth]! + fillTemplate(random.pick(opens ? cutOpeners! : cutLines!), words, random);
      if (opens) depth++;
    }
    while (depth > 0) run += LINE_STARTS[--depth]! + closer;
    return flatText(run);
  });
}
