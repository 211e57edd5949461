import { expect, test } from 'vitest'
import { itemDetail, newCase } from '#test/support/store.ts'

const codesOf = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code)

test('a video without signatures is remarked on where others of its camera carry them', async () => {
  const { items } = await newCase()
  const plain = itemDetail('plain', { media: 'not-signed', cameras: ['Forecourt', 'Gate'] })
  items.insert(plain)
  expect(codesOf(items.load(plain.summary.id).findings)).not.toContain('media-signing-absent')

  items.insert(itemDetail('stranger', { media: 'authentic', cameras: ['Lobby'] }))
  items.insert(itemDetail('unsigned', { media: 'not-signed', cameras: ['Gate'] }))
  expect(codesOf(items.load(plain.summary.id).findings)).not.toContain('media-signing-absent')

  const signed = itemDetail('signed', { media: 'not-authentic', cameras: ['Gate'], name: 'gate-2.mp4' })
  items.insert(signed)
  const finding = items.load(plain.summary.id).findings.find(({ code }) => code === 'media-signing-absent')
  expect(finding?.severity).toBe('warning')
  expect(finding?.detail).toContain('“gate-2.mp4”, of the same camera “Gate”')
  expect(codesOf(items.load(signed.summary.id).findings)).not.toContain('media-signing-absent')
})
