/** A 32-bit integer: AssemblyScript's type, which TypeScript sees as a number. */
type i32 = number;
