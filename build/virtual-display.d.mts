/** A display to draw on where there is none; `env` is for the programs that are to use it. */
export function openDisplay(): Promise<{ env: Record<string, string>; close(): void }>
