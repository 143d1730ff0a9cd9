// The integers of AssemblyScript, for files that are TypeScript as well.

/** A 32-bit integer: AssemblyScript's type, which TypeScript sees as a number. */
type i32 = number;
