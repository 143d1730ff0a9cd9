// Writes a synthetic dump: folders of invented sites in the exact layout of a real one, with the oddities real ones have had.
// The same options give the same bytes on every machine. Memory is the same at any size; one core writes it as a stream.
// Every file appears only when all are written, and sample.json, which holds the report, last.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isTemporary, writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import type { Pools } from './body.ts';
import { createCodePools } from './code-block.ts';
import type { KnownQuestions } from './known-questions.ts';
import { createTextWriter } from './question-text.ts';
import { createRandom } from './random.ts';
import type { SampleReport, SampleSiteReport } from './sample-report.ts';
import { createPhrases } from './sentence.ts';
import { planSites } from './site-style.ts';
import { createWords } from './words.ts';
import { writeSite } from './write-site.ts';
import { openXmlFile, type SampleEncoding, type XmlFile } from './xml-file.ts';

/** What a sample should be like. */
export interface SampleOptions {
  /** Size of all Posts.xml together, in UTF-8; anomalies alone need about 180 kB. */
  readonly bytes: number;
  readonly seed?: number;
  readonly sites?: number;
  /** Whether rows have oddities, or the share of rows that have; each of them is then planted at least once. */
  readonly anomalies?: boolean | number;
  /** Size of one row of the first site, beside all others. */
  readonly hugeRowBytes?: number;
  readonly encoding?: SampleEncoding;
  /** Whether the first site's Posts.xml breaks off in the middle of a row. */
  readonly truncate?: boolean;
  /** Told the size of all Posts.xml so far. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Name of the file that says a sample is whole. */
const SAMPLE_REPORT_FILE = 'sample.json';

const DEFAULT_ANOMALY_RATE = 1 / 500;
/** Anomalies stand in for questions; more of them would leave the rest too few answers. */
const MOST_ANOMALIES = 0.2;
/** The files of all sites stay open to the end, and systems allow a process a thousand or so. */
const MOST_SITES = 100;

/** Writes a sample into a folder, replacing the one that is there. A folder with anything else in it is `bad_usage`. */
export async function writeSample(dir: string, options: SampleOptions): Promise<SampleReport> {
  checkOptions(options);
  const files: XmlFile[] = [];
  makeFolder(dir);
  claimFolder(dir);
  rmSync(join(dir, SAMPLE_REPORT_FILE), { force: true });
  try {
    const report = await writeSites(dir, options, files);
    for (const file of files) file.finish();
    writeDurably(join(dir, SAMPLE_REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`);
    return report;
  } finally {
    for (const file of files) file.discard();
  }
}

/** An empty folder, one of a sample, or what a killed run left of one: nothing but temporary files. */
function claimFolder(dir: string): void {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  if (isSample(join(dir, SAMPLE_REPORT_FILE)) || files.every(({ name }) => isTemporary(name))) return;
  throw new StackpairsError('bad_usage', 'the folder is not empty', {
    at: dir,
    expected: 'an empty folder, or one with a sample in it',
    hint: 'Choose another folder',
  });
}

function isSample(report: string): boolean {
  try {
    const { seed, bytes, sites } = JSON.parse(readFileSync(report, 'utf8')) as Partial<SampleReport>;
    return typeof seed === 'number' && typeof bytes === 'number' && Array.isArray(sites);
  } catch {
    return false;
  }
}

async function writeSites(dir: string, options: SampleOptions, files: XmlFile[]): Promise<SampleReport> {
  const {
    bytes,
    seed = 1,
    sites = 3,
    anomalies = true,
    hugeRowBytes = 0,
    encoding = 'utf-8',
    truncate = false,
  } = options;
  const anomalyRate = anomalies === true ? DEFAULT_ANOMALY_RATE : Number(anomalies);
  const pools = createPools(seed);
  const texts = createTextWriter(pools, seed, createRandom(seed, 0));
  const reports: SampleSiteReport[] = [];
  let written = 0;
  let elsewhere: KnownQuestions | undefined;
  for (const site of planSites(bytes, sites, anomalyRate > 0)) {
    const { report, known } = await writeSite(site, {
      ...{ seed, pools, texts, encoding, anomalyRate, hugeRowBytes, truncate, elsewhere },
      openFile({ folder }, name) {
        makeFolder(join(dir, folder));
        const file = openXmlFile(join(dir, folder, name), encoding);
        files.push(file);
        return file;
      },
      onWritten(siteBytes) {
        options.signal?.throwIfAborted();
        options.onProgress?.(written + siteBytes);
      },
    });
    written += report.bytes;
    elsewhere ??= known;
    reports.push(report);
  }
  return { seed, bytes: written, sites: reports };
}

function createPools(seed: number): Pools {
  const random = createRandom(seed, 2 ** 46);
  const words = createWords(random);
  return { words, phrases: createPhrases(words, random), code: createCodePools(words, random) };
}

function checkOptions({ bytes, seed = 1, sites = 3, anomalies = true, hugeRowBytes = 0 }: SampleOptions): void {
  checkNumber('size in bytes', bytes, 1, 1e15);
  checkNumber('seed', seed, 0, 2 ** 32 - 1);
  checkNumber('number of sites', sites, 1, MOST_SITES);
  checkNumber('huge row', hugeRowBytes, 0, 1e12);
  if (typeof anomalies === 'number' && !(anomalies >= 0 && anomalies <= MOST_ANOMALIES)) {
    throw outOfRange('share of anomalies', anomalies, `0 to ${MOST_ANOMALIES}`);
  }
}

function checkNumber(what: string, value: number, least: number, most: number): void {
  const fits = Number.isInteger(value) && value >= least && value <= most;
  if (!fits) throw outOfRange(what, value, `a whole number from ${least} to ${most}`);
}

function outOfRange(what: string, value: number, expected: string): StackpairsError {
  return new StackpairsError('bad_usage', `the sample's ${what} is out of range`, { expected, found: `${value}` });
}
