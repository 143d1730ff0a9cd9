// Wire text is text as it will stand between the quotes of an attribute: escaped, and in UTF-8 with one byte per character
// of the string (latin1). Pieces of it can be joined and written without being looked at again, which is what makes the
// sample fast; its length is its size in the file.

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

/** Escapes text for an attribute and turns it into wire text. */
export function wireText(text: string): string {
  return rawWireText(text.replace(/[&<>"\n\r]/g, (character) => REFERENCES[character]!));
}

/** Turns text into wire text as it is: for what an attribute should hold unescaped. */
export function rawWireText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The same text as one run of bytes in memory; a text joined from pieces stays a tree of them until it is read. */
export function flatText(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** Escapes plain text as HTML, for what is shown as it is within a body. */
export function htmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
