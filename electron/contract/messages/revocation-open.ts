// Why it is open whether a certificate was revoked, in the words of whoever looked it up.
import type { TrustDetail } from '../seal.ts'
import { safeText, t } from './format.ts'

/** The end of a sentence, without its stop; nothing where it was checked. */
export function whyRevocationOpen(detail: TrustDetail | null): string[] {
  if (detail?.revocation !== 'not-checked') return []
  const why = /^Revocation was not checked: (.+)\.$/su.exec(detail.revocationDetail ?? '')?.[1]
  return [why === undefined ? t('notProved.revocation.open') : safeText(why, 300)]
}
