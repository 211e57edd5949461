// Bugs: things that must hold. A failed assertion is a defect of the program, never of evidence.

/** Throws a plain `Error` where `condition` does not hold. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${what}`)
}

/** For the end of exhaustive switches. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${String(value)}`)
}
