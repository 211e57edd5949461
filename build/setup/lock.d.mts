// Types of lock.mjs, for the tests.
export function withLock<T>(name: string, work: () => Promise<T>): Promise<T>
