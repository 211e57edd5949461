// How much work something is, for bounds in tests: the time that this thread has computed, whatever else the machine does meanwhile.

/** Milliseconds of the processor since this thread began; a difference of two says what lies between them. */
export function processorMillis(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
