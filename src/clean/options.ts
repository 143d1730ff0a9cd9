// Reads the options of a step: every mistake gives the same sentence, and what comes back is plain JSON without gaps.
import { StackpairsError } from '../errors.ts';
import { isIsoDate } from '../iso-date.ts';

/** Reads one option, or fails with what it expected. Absent options arrive as `undefined`. */
export type OptionReader<Value> = (value: unknown, fail: (expected: string) => never) => Value;

/** The values that a table of readers gives. */
export type OptionsOf<Readers extends Record<string, OptionReader<unknown>>> = {
  readonly [Name in keyof Readers]: ReturnType<Readers[Name]>;
};

/** The options of `step` as `readers` read them; unknown names are mistakes. */
export function readOptions<Readers extends Record<string, OptionReader<unknown>>>(
  step: string,
  given: unknown,
  readers: Readers,
): OptionsOf<Readers> {
  const at = `step ${step}`;
  const names = Object.keys(readers);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw badOptions(at, 'its options are no object', `an object with ${listed(names)}`, given);
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(readers, name));
  if (unknown !== undefined) throw badOptions(at, 'unknown option', listed(names), unknown);
  const values = names.map((name) => {
    const value: unknown = Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;
    const fail = (expected: string): never => {
      throw badOptions(at, `bad option ${name}`, expected, value);
    };
    return [name, readers[name]?.(value, fail)] as const;
  });
  // Absent options are left out, so that the hash does not depend on how they were left out.
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as OptionsOf<Readers>;
}

/** One of `choices`; the first is the default. */
export function choice<const Choice extends string>(...choices: readonly [Choice, ...Choice[]]): OptionReader<Choice> {
  return (value, fail) => {
    if (value === undefined) return choices[0];
    return choices.find((known) => known === value) ?? fail(choices.map((known) => `'${known}'`).join(' or '));
  };
}

/** The name of a text column, as it stands in reasons: lower case with underscores. */
export function columnName(): OptionReader<string> {
  return (value, fail) =>
    typeof value === 'string' && /^[a-z][a-z0-9_]*$/.test(value) ? value : fail('the name of a text such as title');
}

/** The name of a config, or nothing: `definePipeline` says what names are. */
export function configName(): OptionReader<string | undefined> {
  return (value, fail) =>
    value === undefined || typeof value === 'string' ? value : fail('a name such as title-body');
}

/** True or false. */
export function flag(byDefault: boolean): OptionReader<boolean> {
  return (value, fail) => {
    if (value === undefined) return byDefault;
    return typeof value === 'boolean' ? value : fail('true or false');
  };
}

/** A whole number of at least `least`, or nothing. */
export function wholeNumber(least: number): OptionReader<number | undefined> {
  const expected = least === Number.NEGATIVE_INFINITY ? 'a whole number' : `a whole number of at least ${least}`;
  return (value, fail) => {
    if (value === undefined) return undefined;
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : fail(expected);
  };
}

/** A share from 0 to 1. */
export function share(byDefault: number): OptionReader<number> {
  return (value, fail) => {
    if (value === undefined) return byDefault;
    return typeof value === 'number' && value >= 0 && value <= 1 ? value : fail('a share from 0 to 1');
  };
}

/** A whole number of at least `least`, if not given `byDefault`. */
export function wholeNumberOr(byDefault: number, least: number): OptionReader<number> {
  return (value, fail) => wholeNumber(least)(value, fail) ?? byDefault;
}

/** A UTC date such as `2020-01-31`, with or without a time of day, or nothing. */
export function isoDate(): OptionReader<string | undefined> {
  return (value, fail) => {
    if (value === undefined) return undefined;
    return typeof value === 'string' && isIsoDate(value) ? value : fail('a date such as 2020-01-31');
  };
}

/** At least one word, as a list without repeats in sorted order. */
export function words(example: string): OptionReader<readonly string[]> {
  return (value, fail) => {
    const isList = Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string' && word);
    return isList ? [...new Set(value as string[])].sort() : fail(`a list such as ['${example}']`);
  };
}

/** Fails when a step was given none of the options that would make it do something. */
export function requireOne(step: string, options: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  if (names.some((name) => options[name] !== undefined)) return;
  throw badOptions(`step ${step}`, 'it has nothing to check', names.join(' or '), options);
}

/** Fails when the lower bound of a range lies above the upper one. */
export function requireOrder(step: string, low: number | undefined, high: number | undefined): void {
  if (low === undefined || high === undefined || low <= high) return;
  throw badOptions(`step ${step}`, 'its range is empty', 'min to be at most max', { min: low, max: high });
}

/** Fails when a period ends before it begins. */
export function requirePeriod(step: string, since: string | undefined, before: string | undefined): void {
  if (since === undefined || before === undefined || since < before) return;
  throw badOptions(`step ${step}`, 'its period is empty', 'since to be earlier than before', { since, before });
}

function badOptions(at: string, what: string, expected: string, found: unknown): StackpairsError {
  return new StackpairsError('bad_pipeline', what, { at, expected, found: JSON.stringify(found) ?? String(found) });
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'no options' : names.join(', ');
}
