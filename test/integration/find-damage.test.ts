// Damage in single pictures is found where it is, and none where there is none: in recordings whose damage was made here.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleDamage } from '#contract/track.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { findDamage } from '#engine/media/find-damage.ts'
import { movieOf } from '#test/support/stamped-video.ts'
import * as encodings from '#test/support/zoo/encode.ts'
import { readPackets } from '#test/support/zoo/packets.ts'
import { damage } from '#test/support/zoo/rewrite.ts'

const group = 25
let folder: string
const at = (file: string): string => join(folder, file)
const { signal } = new AbortController()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-damage-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function askFor(file: string, first: number, count: number): Promise<SampleDamage> {
  const track = (await movieOf(readFileSync(at(file)))).tracks.find(({ handler }) => handler === 'vide')
  if (!track) throw new Error('there is no video')
  const source = await openFileSource(at(file))
  try {
    return await findDamage(source, track, first, count, signal)
  } finally {
    await source.close()
  }
}

describe('damage', () => {
  it('is found at the sample that was damaged', async () => {
    await encodings.encode(at('whole.mp4'), { count: 4 * group, salt: 1 }, encodings.bPictures)
    const packets = await readPackets(at('whole.mp4'))
    const wounds = [
      { sample: group + 13, kind: 'noise' },
      { sample: 2 * group + 7, kind: 'length' },
      { sample: 3 * group, kind: 'zeros' },
    ] as const
    const places = wounds.map(({ sample, kind }) => {
      const { offset = 0, size = 0 } = packets[sample] ?? {}
      return { offset, size, kind }
    })
    damage(at('whole.mp4'), at('hurt.mp4'), places)
    expect(await askFor('whole.mp4', group, group)).toEqual({ checked: true, firstDamaged: null, why: null })
    expect(await askFor('hurt.mp4', 0, group)).toEqual({ checked: true, firstDamaged: null, why: null })
    for (const [index, { sample }] of wounds.entries()) {
      const found = await askFor('hurt.mp4', (index + 1) * group, group)
      expect(found).toEqual({ checked: true, firstDamaged: sample, why: null })
    }
    // Beyond the end of the table there is nothing to check.
    expect(await askFor('hurt.mp4', 4 * group, group)).toMatchObject({ checked: false, firstDamaged: null })
  })

  const sound = {
    'open groups': { args: encodings.openGroups, length: 30 },
    'interlaced pictures': { args: encodings.interlaced, length: 40 },
    'slices, Baseline': { args: encodings.slicedBaseline, length: 25 },
    'H.264 4:2:2 of 10 bits': { args: encodings.h264TenBit, length: 50 },
    'H.265': { args: encodings.h265EightBit, length: 50 },
  }
  for (const [name, { args, length }] of Object.entries(sound)) {
    it(`is not seen where there is none: ${name}`, async () => {
      const file = `${name.replaceAll(/\W/g, '-')}.mp4`
      await encodings.encode(at(file), { count: 2 * length, salt: 2 }, args)
      const starts = (await readPackets(at(file))).flatMap(({ isKey }, sample) => (isKey ? [sample] : []))
      expect(starts.length).toBeGreaterThan(1)
      for (const first of starts)
        expect(await askFor(file, first, length)).toEqual({ checked: true, firstDamaged: null, why: null })
    })
  }

  it('is not told of a codec that is not checked', async () => {
    await encodings.encode(at('mjpeg.mp4'), { count: 5, salt: 3 }, encodings.mjpeg)
    expect(await askFor('mjpeg.mp4', 0, 5)).toEqual({ checked: false, firstDamaged: null, why: 'codec' })
  })
})
