import { expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { MediaSigningReport } from '#contract/seal.ts'
import { fakeVerification } from '#test/support/fake-evidence.ts'
import { fakeItem } from '#test/support/fake-item.ts'
import { fakeMediaReport } from '#test/support/fake-media-signing.ts'
import { cameraChip, cameraChipInShort, cameraChips } from '../../../../renderer/state/camera-chip.ts'

const item = (...mediaSigning: MediaSigningReport[]): ItemDetail =>
  fakeItem(
    {
      camera: 'Gate',
      name: 'gate.mp4',
      start: null,
      seconds: 1,
      verification: fakeVerification({ mediaSigning }),
    },
    1,
  )
const ok = { verdict: 'ok', pictures: 5 } as const
const said = (detail: ItemDetail): string[] =>
  cameraChips(detail).map(({ label, word, tone }) => `${label}: ${word} (${tone})`)

it('are none where no camera signed', () => {
  expect(said(item())).toEqual([])
  expect(said(item(fakeMediaReport([ok], { verdict: 'not-signed', scheme: null })))).toEqual([])
  expect(cameraChip(item().summary)).toBeNull()
})

it('keep the pictures and the key apart: anyone can sign with a key of his own', () => {
  expect(said(item(fakeMediaReport([ok])))[1]).toBe('Camera’s key: Trusted (good)')
  const [pictures, key] = cameraChips(item(fakeMediaReport([ok], { trust: 'untrusted' })))
  expect([pictures?.tone, key?.tone]).toEqual(['good', 'attention'])
})

it('tell the worst key of several tracks, and one that has expired since', () => {
  const two = [fakeMediaReport([ok]), fakeMediaReport([ok], { trackId: 2, trust: 'revoked' })]
  expect(cameraChips(item(...two))[1]?.tone).toBe('bad')
  const { trustDetail } = fakeMediaReport([ok])
  const since = fakeMediaReport([ok], { trustDetail: trustDetail && { ...trustDetail, today: 'expired' } })
  expect(cameraChips(item(since))[1]?.tone).toBe('attention')
})

it('do not speak of the key of pictures that do not match it', () => {
  const changed = fakeMediaReport([{ verdict: 'bad', pictures: 5 }])
  expect(cameraChips(item(changed)).map(({ tone }) => tone)).toEqual(['bad'])
})

it('in short: pictures that match are not green beside a key that nobody vouches for', () => {
  const short = (given: Partial<MediaSigningReport>): string | null => {
    const chip = cameraChipInShort(item(fakeMediaReport([ok], given)))
    return chip && `${chip.label}: ${chip.word} (${chip.tone})`
  }
  expect(short({})).toBe('Video: Matches (good)')
  expect(short({ trust: 'untrusted' })).toBe('Video: Matches, key: unknown signer (attention)')
  expect(short({ trust: 'not-checked' })).toBe('Video: Matches, key: not checked (unknown)')
  expect(short({ trust: 'revoked' })).toBe('Video: Matches, key: revoked (bad)')
  expect(cameraChipInShort(item(fakeMediaReport([{ verdict: 'bad', pictures: 5 }])))?.word).toBe(
    'Contradicted',
  )
  expect(cameraChipInShort(item())).toBeNull()
})
