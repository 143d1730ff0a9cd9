// What is a contact of a person, and what only looks like one.
import { describe, expect, it } from 'vitest';
import { htmlToText, maskContacts } from '../../src/clean/index.ts';
import type { Pair } from '../../src/types.ts';
import { pairOf, SITE } from './posts.ts';

const EMAIL = 'email@example.com';
const PHONE = '+1 202-555-0100';

function masked(text: string, html = false, options = {}): string {
  const given = maskContacts(options)(pairOf('a title', text, html), SITE);
  return typeof given === 'string' ? given : given.texts[1]!.value;
}

describe('maskContacts writes over', () => {
  it.each([
    ['Write to ann.baker+bread@rye.example.', `Write to ${EMAIL}.`],
    ["'ann@rye.example', <bob@rye.example>;carl@rye.example", `'${EMAIL}', <${EMAIL}>;${EMAIL}`],
    ['mailto:ANN@RYE-BREAD.CO.EXAMPLE', `mailto:${EMAIL}`],
    ['ann@163.example: thanks', `${EMAIL}: thanks`],
    ['Call +49 30 901820 now', `Call ${PHONE} now`],
    ['Call +49 (0)30 9018-20.', `Call ${PHONE}.`],
    ['+14155550123, +44 20 7946 0958', `${PHONE}, ${PHONE}`],
    ['Phone:1-604-555-0143', `Phone:${PHONE}`],
    ['(415) 555-0123 or 415-555-0123, 415-555-0124', `${PHONE} or ${PHONE}, ${PHONE}`],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([EMAIL, PHONE])('what it wrote itself with the same: %s', (text) => {
    expect(masked(`a ${text} b`)).toBe(`a ${text} b`);
  });
});

describe('maskContacts leaves alone', () => {
  it.each([
    ['a version of a package', 'npm i loaf@4.17.21 crumb@1.0.0-beta.rc'],
    ['a repository', 'git clone git@code.example:ann/bread.git and git@git.code.example:ann/bread'],
    ['a decorator and a handle', '@app.route, @ann and x @ y.example'],
    ['an object', 'com.example.Loaf@1b2c3d4'],
    ['a version', '1.202.555.0143 and 10.0.19045.2006'],
    ['an IP address', '192.168.100.200:8080 and 2001:db8::202-555'],
    ['dates and times', '2020-01-02 03:04:05, +2020-01-02 10, 20200102T030405+0000, UTC+05:30'],
    ['a timestamp', '1609459200000 and 1609459200'],
    ['hexadecimals', '0x2025550143 and a415-555-0123 and 415-555-0123f'],
    ['a UUID', '123e4567-e89b-12d3-a456-426614174000 and 41555501-2345-6789-4155-550123456789'],
    ['an ISBN', '978-0-13-110362-7 and 0-201-53082-1'],
    ['a card and a social security number', '4111-1111-1111-1111 and 078-05-1120'],
    ['a sum', 'x = y +1234567890 + 2 +3 4 5 6 7 8 9 10 11'],
    ['a decimal', 'offset +1.23456789 and -12.3456789012'],
    ['numbers with blanks alone', '415 555 0123 and 202 555 0100 200'],
    ['a path', '/calls/+14155550123 and files/415-555-0123.txt'],
    ['areas that cannot be', '123-555-0123 and 415-155-0123'],
  ])('%s', (_, text) => {
    expect(masked(text)).toBe(text);
  });

  it('what it was told to', () => {
    const both = 'ann@rye.example +49 30 901820';
    expect(masked(both, false, { emails: 'keep' })).toBe(`ann@rye.example ${PHONE}`);
    expect(masked(both, false, { phones: 'keep' })).toBe(`${EMAIL} +49 30 901820`);
    expect(masked(both, false, { texts: ['title'] })).toBe(both);
  });
});

describe('maskContacts in HTML', () => {
  it('masks what is shown, and no code, tag or attribute', () => {
    const html =
      '<p>Ask <a href="mailto:ann@rye.example" title="ann@rye.example">ann@rye.example</a> &amp; wait, or call +49 30 901820</p>' +
      '<pre><code>to = "ann@rye.example"</code></pre><p><code>+49 30 901820</code></p>';
    expect(masked(html, true)).toBe(
      `<p>Ask <a href="mailto:ann@rye.example" title="ann@rye.example">${EMAIL}</a> &amp; wait, or call ${PHONE}</p>` +
        '<pre><code>to = "ann@rye.example"</code></pre><p><code>+49 30 901820</code></p>',
    );
  });

  it('sees through entities, and leaves those that it wrote readable', () => {
    const pair = maskContacts()(pairOf('x', '<p>&lt;ann&#64;rye.example&gt; &amp;amp; a &lt; b</p>', true), SITE);
    expect((htmlToText()(pair as Pair, SITE) as Pair).texts[1]?.value).toBe(`<${EMAIL}> &amp; a < b`);
  });

  it('gives the very HTML where there is nothing to mask', () => {
    const html = '<p>A &nbsp; B &copy; <b>c</i>\r\n';
    expect(masked(html, true)).toBe(html);
  });
});
