// The step that writes reserved addresses and numbers over the e-mail addresses and telephone numbers of people. In HTML
// only what is shown outside code is looked at. It would rather miss one than spoil a version, a date or an IP address.
// Advice to whoever changes the patterns: each must stay linear, whatever it is given, and find its own replacement.

import type { Pair, Step, Text } from '../types.ts';
import { defineStep } from './define-step.ts';
import { decodeHTML } from './html-entities.ts';
import { visitRuns } from './html-runs.ts';
import { choice, type OptionReader, readOptions, words } from './options.ts';

/** What `maskContacts` may be told. */
export interface MaskContactsOptions {
  /** Names of the texts to mask; all when not given. */
  readonly texts?: readonly string[];
  readonly emails?: 'mask' | 'keep';
  readonly phones?: 'mask' | 'keep';
}

// The first replacement of datatrove's PIIFormatter; example.com is reserved by RFC 2606.
const EMAIL_MASK = 'email@example.com';
// Numbers from 555-0100 to 555-0199 are reserved for fiction by the North American Numbering Plan.
const PHONE_MASK = '+1 202-555-0100';

// Bounded as RFC 5321 bounds them, and only where no other character of a local part stands before. `name@1.2.3` is a
// version, `git@host:path` a repository.
const LOCAL = 'a-z0-9._%+-';
const EMAIL = new RegExp(
  `(?<![${LOCAL}])[a-z0-9_][${LOCAL}]{0,63}@(?!\\d+\\.\\d)(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24}` +
    '(?![a-z0-9@-]|\\.[a-z0-9]|:\\S)',
  'gi',
);
const BEFORE = '(?<![\\w./\\\\+*=^#$%&~-])';
const AFTER = '(?![\\w@%]|[.,:/+=-]\\d)';
// E.164: a country code and at most 15 digits in all.
const INTERNATIONAL = '\\+[1-9](?:[ .()-]{0,2}\\d){7,14}(?![ .()-]{0,2}\\d)';
// The North American Numbering Plan: neither area nor exchange begins with 0 or 1. Blanks alone do not make a number.
const AMERICAN = '(?:1[ -])?(?:\\([2-9]\\d{2}\\) ?[2-9]\\d{2}[ -]|[2-9]\\d{2}-[2-9]\\d{2}-)\\d{4}';
const PHONE = new RegExp(`${BEFORE}(?:${INTERNATIONAL}|${AMERICAN})${AFTER}`, 'g');
const ISO_DATE = /^\+\d{4}-\d{2}-\d{2}/;
const DECIMAL = /^\+\d+\.\d+$/;
/** International numbers without any gap need so many digits, as sums and ids are written without gaps, too. */
const BARE_DIGITS = 11;
const SPACED_DIGITS = 9;

/** Masks the e-mail addresses and telephone numbers in the texts of a pair, outside code where it is HTML. */
export function maskContacts(options: MaskContactsOptions = {}): Step<Pair> {
  const read = readOptions('maskContacts', options, {
    texts: optional(words('body')),
    emails: choice('mask', 'keep'),
    phones: choice('mask', 'keep'),
  });
  const mask = (text: string) => maskPhones(maskEmails(text, read.emails), read.phones);
  const rewrite = (text: Text) => ({ ...text, value: text.html ? maskHtml(text.value, mask) : mask(text.value) });
  return defineStep({ step: 'maskContacts', options: read, reasons: [] }, (pair) => ({
    texts: pair.texts.map((text) =>
      read.texts === undefined || read.texts.includes(text.name) ? rewrite(text) : text,
    ),
  }));
}

function optional<Value>(reader: OptionReader<Value>): OptionReader<Value | undefined> {
  return (value, fail) => (value === undefined ? undefined : reader(value, fail));
}

function maskEmails(text: string, action: 'mask' | 'keep'): string {
  return action === 'mask' && text.includes('@') ? text.replace(EMAIL, EMAIL_MASK) : text;
}

function maskPhones(text: string, action: 'mask' | 'keep'): string {
  return action === 'mask' ? text.replace(PHONE, (number) => (isDialled(number) ? PHONE_MASK : number)) : text;
}

/** Says whether what is written like a number to dial is one; a plus and digits may be a date, a decimal or a sum. */
function isDialled(number: string): boolean {
  if (!number.startsWith('+')) return true;
  if (ISO_DATE.test(number) || DECIMAL.test(number)) return false;
  const groups = number.match(/\d+/g) ?? [];
  const digits = groups.join('').length;
  return digits >= (groups.length === 1 ? BARE_DIGITS : SPACED_DIGITS) && digits >= 2 * groups.length;
}

/** The same HTML but for the runs of shown text in which something was masked. */
function maskHtml(html: string, mask: (text: string) => string): string {
  const pieces: string[] = [];
  let copied = 0;
  visitRuns(html, {
    text: (start, end, { isCode }) => {
      if (isCode) return;
      const text = decodeHTML(html.slice(start, end));
      const masked = mask(text);
      if (masked === text) return;
      pieces.push(html.slice(copied, start), encoded(masked));
      copied = end;
    },
  });
  return pieces.length === 0 ? html : pieces.join('') + html.slice(copied);
}

function encoded(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
