/** Bundles main, preload, engine and renderer into dist/. */
export function bundle(): Promise<void>
