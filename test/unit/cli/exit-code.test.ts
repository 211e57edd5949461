// Exit codes: a contract with scripts. 0 fine · 1 wrong evidence · 2 usage · 3 nothing to verify · 4 unreadable · 5 failed.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorCodes, EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import type { MediaSigningReport, SealReport, Verification } from '#contract/seal.ts'
import { exitCodeOf, exitCodeOfFailure, worst } from '../../../electron/cli/exit-code.ts'
import type { ExitCode } from '../../../electron/cli/exit-code.ts'

const file = (
  verdict: Verification['verdict'],
  statuses: SealReport['status'][] = [],
  media: Partial<MediaSigningReport>[] = [],
): Verification =>
  ({
    verdict,
    seals: statuses.map((status) => ({ status })),
    mediaSigning: media.map((one) => ({ scheme: null, verdict: 'not-signed', ...one })),
  }) as Verification

describe('one file', () => {
  it.each<[ExitCode, string, Verification]>([
    [0, 'sealed', file('sealed', ['intact'])],
    [1, 'broken', file('broken', ['broken', 'intact'])],
    [1, 'something added', file('broken', ['intact'])],
    [3, 'no seal', file('unsealed')],
    [3, 'none but unfinished seals', file('unsealed', ['empty'])],
    [4, 'unreadable', file('unreadable')],
    [4, 'a seal of an unknown kind', file('unreadable', ['unsupported'])],
    [3, 'no seal, video not signed', file('unsealed', [], [{}])],
    [
      0,
      'no seal, video signed and authentic',
      file('unsealed', [], [{ scheme: 'onvif', verdict: 'authentic' }]),
    ],
    [1, 'no seal, video not authentic', file('unsealed', [], [{ scheme: 'axis', verdict: 'not-authentic' }])],
    [
      1,
      'sealed, video not authentic',
      file('sealed', ['intact'], [{}, { scheme: 'onvif', verdict: 'not-authentic' }]),
    ],
    [
      4,
      'no seal, video signed in a way that cannot be checked',
      file('unsealed', [], [{ scheme: 'onvif', verdict: 'not-checkable' }]),
    ],
    [0, 'sealed, video not checkable', file('sealed', ['intact'], [{ verdict: 'not-checkable' }])],
  ])('%i: %s', (code, _, verification) => {
    expect(exitCodeOf(verification)).toBe(code)
  })
})

describe('several files', () => {
  it('the worst decides, in the order 5, 4, 1, 3, 0', () => {
    const order: ExitCode[] = [5, 4, 1, 3, 0]
    for (const [index, code] of order.entries()) {
      expect(worst(order.slice(index))).toBe(code)
      expect(worst([...order.slice(index)].reverse())).toBe(code)
    }
  })

  it('no file at all is nothing wrong', () => {
    expect(worst([])).toBe(0)
  })
})

describe('failures', () => {
  const expected: Partial<Record<ErrorCode, ExitCode>> = {
    'wrong-input': 2,
    'destination-exists': 2,
    'item-not-found': 2,
    'case-exists': 2,
    'key-unsuitable': 2,
    'source-unsupported': 2,
    'cut-refused': 2,
    'seal-refused': 2,
    'file-not-found': 4,
    'file-unreadable': 4,
    'not-iso-bmff': 4,
    'case-not-found': 4,
    'case-damaged': 4,
    'case-newer': 4,
    'key-unreadable': 4,
    'certificate-unreadable': 4,
    'package-changed': 4,
    'item-partial': 2,
    'case-read-only': 2,
    'examiner-unknown': 2,
    'source-gone': 4,
    'archive-refused': 4,
    'download-failed': 4,
    'download-refused': 4,
  }

  it.each(errorCodes)('%s', (code) => {
    expect(exitCodeOfFailure(new EvidenceError(code, 'x'))).toBe(expected[code] ?? 5)
  })

  it('input of a wrong shape is wrong usage; everything unforeseen is a failure of the program', () => {
    expect(exitCodeOfFailure(z.string().safeParse(7).error)).toBe(2)
    for (const error of [new Error('bug'), new TypeError('bug'), 'text', null, undefined])
      expect(exitCodeOfFailure(error)).toBe(5)
  })

  it('no failure is ever a verdict', () => {
    for (const code of errorCodes)
      expect([2, 4, 5]).toContain(exitCodeOfFailure(new EvidenceError(code, 'x')))
  })
})
