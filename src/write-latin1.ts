// Characters of a byte each into bytes: for a few of them, a call into the engine takes as long as all the rest that is done
// with them.

/** Writes a text of Latin-1 to a place where there must be room. */
export function writeLatin1(text: string, into: Uint8Array, at: number): void {
  for (let i = 0; i < text.length; i++) into[at + i] = text.charCodeAt(i);
}
