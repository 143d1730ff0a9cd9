// Pieces of Markdown that keep what comes from data, and so from strangers, from becoming markup, links or HTML.

/** A text in a sentence or a table cell: a code span where that is safe, else escaped character by character. */
export function cell(text: string): string {
  return /^[\w.+-]([\w .+-]*[\w.+-])?$/.test(text) ? `\`${text}\`` : escaped(text);
}

/** A block of code, fenced by more backticks than the code has in a row. */
export function codeBlock(language: string, code: string): string {
  const runs = code.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}${language}\n${code}\n${fence}`;
}

/** A table; columns that hold nothing but numbers are set on the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const isNumeric = (column: number) => rows.every((row) => /^[\d,.% ]*$/.test(row[column]!));
  const alignment = head.map((_, column) => (isNumeric(column) ? '---:' : '---'));
  return [head, alignment, ...rows].map(line).join('\n');
}

/** A count with separators, the same under every locale. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A value as JSON in which nothing invisible is left to turn text around or hide it. */
export function visibleJson(value: unknown): string {
  const hex = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    hex,
  );
}

/** All punctuation as character references, which Markdown never takes for markup; line ends and controls as spaces. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[!-/:-@[-`{-~]/g, (unit) => `&#${unit.charCodeAt(0)};`);
}
