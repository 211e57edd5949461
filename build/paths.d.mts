// Types of paths.mjs, for the configurations and tests that are checked.
export const root: string
export function at(...parts: string[]): string
export function hasDisplay(): boolean
