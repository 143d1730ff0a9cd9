// Characters that show nothing and do something: move a cursor, turn the direction of text, end a line.

/** Controls, invisible formats, line and paragraph separators; ZWNJ and ZWJ are left alone, for emoji and scripts need them. */
export const UNSAFE_CHARACTERS = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
