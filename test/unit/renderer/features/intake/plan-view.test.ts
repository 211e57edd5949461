import { expect, it } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { sha256 } from '#test/support/fake-evidence.ts'
import { fakePlan } from '#test/support/fake-intake.ts'
import {
  amountOf,
  countGuesses,
  refusedCertificate,
} from '../../../../../renderer/features/intake/plan-view.ts'

it('counts what there seems to be, and says no size that is not known', () => {
  expect(countGuesses(fakePlan(8))).toEqual([
    { guess: 'export', count: 6 },
    { guess: 'video', count: 1 },
    { guess: 'other', count: 1 },
  ])
  expect(amountOf(fakePlan(8))).toBe('8 files, 360 MB')
  expect(amountOf(fakePlan(8, { unknownSizes: 3 }))).toBe('8 files, at least 360 MB')
  expect(amountOf(fakePlan(1, { unknownSizes: 1, bytes: 0 }))).toBe('One file')
})

it('shows a refused certificate only where its fingerprint is there to compare', () => {
  const certificate = {
    sha256: sha256(7),
    subject: 'CN=a',
    issuer: 'CN=a',
    notBefore: null,
    notAfter: null,
    serialNumber: '01',
  }
  const refused = new EvidenceError('download-refused', 'Refused.', { details: { certificate } })
  expect(refusedCertificate(refused)).toMatchObject({
    certificate: { sha256: sha256(7) },
    reason: 'Refused.',
  })
  const details = { certificate: { ...certificate, sha256: 'ab' } }
  expect(refusedCertificate(new EvidenceError('download-refused', '', { details }))).toBeNull()
  expect(
    refusedCertificate(new EvidenceError('download-failed', '', { details: { certificate } })),
  ).toBeNull()
  expect(refusedCertificate(new EvidenceError('download-refused', 'Too large.'))).toBeNull()
})
