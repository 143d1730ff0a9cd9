// The attributes of one table's rows that are known by name, and how to tell a name from its bytes.

/** Known attributes; a field is the number of one. */
export interface RowFields {
  readonly names: readonly string[];
  readonly bytes: readonly Uint8Array[];
  /** Field by what length, first and last letter of its name come to; -1 where there is none. */
  readonly slots: Int8Array;
}

const SLOTS = 256;

/** A row keeps its attributes as the bits of a number. */
const MOST_FIELDS = 31;

/** Makes the table of these names. Length, first and last letter must tell them apart; it throws when they do not. */
export function rowFields(names: readonly string[]): RowFields {
  if (names.length > MOST_FIELDS) throw new Error(`${names.length} attributes are more than a row has bits for`);
  const bytes = names.map((name) => Buffer.from(name, 'latin1'));
  const slots = new Int8Array(SLOTS).fill(-1);
  for (const [field, name] of bytes.entries()) {
    const at = slot(name.length, name[0]!, name[name.length - 1]!);
    if (slots[at] !== -1) throw new Error(`${names[field]} shares its slot with ${names[slots[at]!]}`);
    slots[at] = field;
  }
  return { names, bytes, slots };
}

/** Position of the `=` if the bytes at `at` are this name, `=` and a quote; -1 if they are not. */
export function nameEndAt(bytes: Uint8Array, at: number, name: Uint8Array): number {
  let i = 0;
  while (i < name.length && bytes[at + i] === name[i]) i++;
  return i === name.length && bytes[at + i] === 0x3d && bytes[at + i + 1] === 0x22 ? at + i : -1;
}

/** Field of the attribute named in [at, end), or -1 when it is not known. */
export function fieldAt({ bytes, fields }: FieldBytes, at: number, end: number): number {
  const field = fields.slots[slot(end - at, bytes[at]!, bytes[end - 1]!)]!;
  if (field < 0) return -1;
  const name = fields.bytes[field]!;
  if (name.length !== end - at) return -1;
  for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return -1;
  return field;
}

/** Bytes with rows that have these attributes. */
export interface FieldBytes {
  readonly bytes: Uint8Array;
  readonly fields: RowFields;
}

function slot(length: number, first: number, last: number): number {
  return (length + first * 4 + last * 6) & (SLOTS - 1);
}
