/** A display to draw on, a virtual one where there is none; `env` is for the programs that are to use it. */
export function openDisplay(): Promise<{
  env: Record<string, string>
  isVirtual: boolean
  close(): void
}>
