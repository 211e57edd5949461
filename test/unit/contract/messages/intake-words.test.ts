import { expect, it } from 'vitest'
import type { UnfinishedIntake } from '#contract/intake.ts'
import {
  describeUnfinished,
  missingChip,
  volumeFacts,
  volumeName,
  volumeSpace,
  writableChip,
} from '#contract/messages/intake-words.ts'
import type { ItemId } from '#contract/units.ts'
import { fakeVolumes } from '#test/support/fake-intake.ts'

it('says of a medium what the system tells, and nothing that it does not', () => {
  const { stick, disc, share } = fakeVolumes
  expect([stick, disc, share].map((volume) => writableChip(volume).tone)).toEqual([
    'attention',
    'good',
    'unknown',
  ])
  expect([stick, share].map(volumeName)).toEqual(['EXPORT', '/mnt/exports'])
  // Each dot stays with what is before it.
  expect(volumeFacts(disc)).toBe('Disc\u00a0· /dev/sr0\u00a0· HL-DT-ST DVDRAM GP65NB60\u00a0· udf')
  expect(volumeSpace(disc)).toBe('4.38 GB')
  expect(volumeSpace(stick)).toBe('32 GB, 19.4 GB free')
})

it('keeps a label from a medium to one visible line', () => {
  expect(volumeName({ ...fakeVolumes.stick, label: 'EX\u202ePORT\n' })).toBe('EX\ufffdPORT')
})

it('calls an item in part what it is, completed elsewhere or not', () => {
  expect(missingChip({ missingBytes: 0, completedBy: null })).toBeNull()
  expect(missingChip({ missingBytes: 524_288, completedBy: null })).toMatchObject({
    tone: 'attention',
    word: '524 kB missing',
  })
  const whole = '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as ItemId
  expect(missingChip({ missingBytes: 1, completedBy: whole })).toMatchObject({
    tone: 'unknown',
    word: 'In part, completed',
  })
})

it('says what was interrupted, why, and what need not be read again', () => {
  const intake: UnfinishedIntake = {
    id: '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as never,
    startedAt: '2026-05-03T09:20:00.000Z' as never,
    actor: '',
    sources: ['/media/EXPORT', '/media/DISC'],
    files: 120,
    filesDone: 38,
    bytes: 5e9,
    bytesKept: 2e9,
    interruptedAt: 'a.mp4',
    reason: 'The medium was pulled.',
  }
  expect(describeUnfinished(intake)).toBe(
    'Taking in from /media/EXPORT and one more was interrupted at 38 of 120 files. The medium was pulled. 2 GB need not be read again.',
  )
  expect(
    describeUnfinished({ ...intake, sources: ['/a'], files: 1, filesDone: 0, reason: '', bytesKept: 0 }),
  ).toBe('Taking in from /a was interrupted before its one file was done.')
})
