// Reads what a pipeline file says: fills in what it leaves out, and tells all that is wrong with it at once, each fault
// as a sentence and its place. Every thread reads the pipeline anew, so this does without a library for schemas, which
// would take each of them longer to load than all the rest of a pipeline.

import { StackpairsError } from './errors.ts';

/** Tells a fault at a place such as `shard.rows`, or `''` for the whole. */
type Fault = (at: string, what: string) => undefined;

/** Reads a value that may be absent; gives undefined if there is a fault. */
export type Reader<Value> = (value: unknown, at: string, fault: Fault) => Value | undefined;

type ValuesOf<Readers> = {
  readonly [Name in keyof Readers]: Readers[Name] extends Reader<infer Value> ? Value : never;
};

/** What the reader makes of a definition. Throws `bad_pipeline` with every fault found. */
export function readDefinition<Value>(given: unknown, reader: Reader<Value>): Value {
  const faults: string[] = [];
  const value = reader(given, '', (at, what) => {
    faults.push(at === '' ? `✖ ${what}` : `✖ ${what}\n  → at ${at}`);
    return undefined;
  });
  if (value !== undefined && faults.length === 0) return value;
  throw new StackpairsError('bad_pipeline', `the pipeline cannot be used:\n${faults.join('\n')}`);
}

/** An object with these parts and no others. */
export function parts<const Readers extends Readonly<Record<string, Reader<unknown>>>>(
  readers: Readers,
): Reader<ValuesOf<Readers>> {
  return (value, at, fault) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(at, 'expected object');
    const given = new Map<string, unknown>(Object.entries(value));
    for (const name of given.keys()) if (!Object.hasOwn(readers, name)) fault(at, `unknown key "${name}"`);
    const read = ([name, reader]: [string, Reader<unknown>]) => [
      name,
      reader(given.get(name), at === '' ? name : `${at}.${name}`, fault),
    ];
    // Where there was a fault, nobody gets to see the values.
    return Object.fromEntries(Object.entries(readers).map(read)) as ValuesOf<Readers>;
  };
}

/** What `reader` reads, or this in its place. */
export function absentAs<Value>(reader: Reader<Value>, absent: unknown): Reader<Value> {
  return (value, at, fault) => reader(value === undefined ? absent : value, at, fault);
}

/** One of these words. */
export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Reader<Choice> {
  const expected = `expected ${choices.map((choice) => `"${choice}"`).join(' or ')}`;
  return (value, at, fault) => choices.find((choice) => choice === value) ?? fault(at, expected);
}

/** A number from `least` to `most`. */
export function numberFrom(least: number, most: number): Reader<number> {
  const expected = `expected a number from ${least} to ${most}`;
  return (value, at, fault) =>
    typeof value === 'number' && value >= least && value <= most ? value : fault(at, expected);
}

/** A whole number from `least` to `most`. */
export function wholeFrom(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  const expected = `expected a whole number ${most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`}`;
  return (value, at, fault) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
      ? Number(value)
      : fault(at, expected);
}

/** A value that passes a test; `expected` says what it looks like. */
export function known<Value>(isKnown: (value: unknown) => boolean, expected: string): Reader<Value> {
  // The test knows what types do not: a step of somebody else says itself what it takes.
  return (value, at, fault) => (isKnown(value) ? (value as Value) : fault(at, `expected ${expected}`));
}

/** A list, of exactly `count` values where that is given. */
export function listOf<Value>(reader: Reader<Value>, count?: { readonly of: number; readonly expected: string }) {
  return (value: unknown, at: string, fault: Fault): readonly Value[] | undefined => {
    const expected = count?.expected ?? 'a list';
    if (!Array.isArray(value) || (count !== undefined && value.length !== count.of)) {
      return fault(at, `expected ${expected}`);
    }
    // Where there was a fault, nobody gets to see the values.
    return Array.from(value, (item, index) => reader(item, `${at}[${index}]`, fault) as Value);
  };
}
