// Arithmetic that JavaScript and AssemblyScript spell differently.

/** The quotient of two integers without its fraction. */
export function quotient(a: i32, b: i32): i32 {
  return (a / b) | 0;
}
