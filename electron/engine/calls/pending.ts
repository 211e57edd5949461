// Calls that are in the table and not built yet. Nothing of this is released.
import { EvidenceError } from '#contract/errors.ts'

export const pending = (): Promise<never> =>
  Promise.reject(new EvidenceError('internal', 'Not in this version.'))
