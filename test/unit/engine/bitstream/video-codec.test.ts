// Whether every player takes the samples of a track for the same units.
import { describe, expect, it } from 'vitest'
import { doubtAboutUnits } from '#engine/bitstream/video-codec.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'

type Entry = MovieTrack['entries'][number]

function entryOf(
  type: string,
  names: string[],
  config: { type: 'avcC' | 'hvcC'; version: number } | null,
): Entry {
  const entry: Partial<Entry> = {
    type,
    bytes: Buffer.from(names.join('....'), 'latin1'),
    decoderConfig: config && { type: config.type, bytes: Uint8Array.of(config.version, 0, 0, 0, 3) },
  }
  return entry as Entry
}

const avc = entryOf('avc1', ['avcC'], { type: 'avcC', version: 1 })
const hevc = entryOf('hvc1', ['hvcC'], { type: 'hvcC', version: 1 })
const doubt = (...entries: Entry[]): string | null => doubtAboutUnits({ entries })

describe('units of a track', () => {
  it('are beyond doubt with one configuration of version 1', () => {
    expect([doubt(avc), doubt(hevc), doubt(avc, avc), doubt(avc, hevc), doubt()]).toEqual(Array(5).fill(null))
  })

  it.each([
    ['none', entryOf('avc1', [], null)],
    ['version 0', entryOf('avc1', ['avcC'], { type: 'avcC', version: 0 })],
    ['version 0 of H.265', entryOf('hvc1', ['hvcC'], { type: 'hvcC', version: 0 })],
    ['that of another codec', entryOf('avc1', ['hvcC'], { type: 'hvcC', version: 1 })],
    ['two of them', entryOf('avc1', ['avcC', 'avcC'], { type: 'avcC', version: 1 })],
    ['one for each codec', entryOf('avc1', ['hvcC', 'avcC'], { type: 'avcC', version: 1 })],
  ])('are in doubt with %s, in any entry', (_, entry) => {
    expect(doubt(entry)).toContain('players may')
    const same = entry.type === 'avc1' ? avc : hevc
    expect(doubt(same, entry)).toContain('players may')
  })

  it('are in doubt with more entries than are told apart', () => {
    expect(doubt(...Array<Entry>(257).fill(avc))).toContain('256')
  })
})
