// Decoding that begins at a recovery point gives the very pictures that decoding from the start gives: ffmpeg is the judge.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { joinUnits, splitUnits, unitFormat } from '#engine/media/annex-b.ts'
import { runFfmpeg } from '#engine/media/ffmpeg.ts'
import { movieOf } from '#test/support/stamped-video.ts'
import * as encodings from '#test/support/zoo/encode.ts'
import { readPackets } from '#test/support/zoo/packets.ts'
import { storedHeight, storedWidth } from '#test/support/zoo/pictures.ts'
import { readParameterSets } from '../../../renderer/features/player/h264-sets.ts'
import { startBefore } from '../../../renderer/features/player/h264-start.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-start-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Video = {
  samples: Buffer[]
  times: number[]
  keys: number[]
  sets: ReturnType<typeof readParameterSets>
  head: Uint8Array
}

async function encoded(name: string, args: readonly string[]): Promise<Video> {
  const file = join(folder, `${name}.mp4`)
  await encodings.encode(file, { count: 150, salt: 5 }, args)
  const bytes = readFileSync(file)
  const packets = await readPackets(file)
  const entry = (await movieOf(bytes)).tracks[0]?.entries[0]
  const format = unitFormat(entry)
  if (!format || !entry?.decoderConfig) throw new Error('no H.264')
  return {
    samples: packets.map(({ offset, size }) => bytes.subarray(offset, offset + size)),
    times: packets.map(({ time }) => time),
    keys: packets.flatMap(({ isKey }, index) => (isKey ? [index] : [])),
    sets: readParameterSets(entry.decoderConfig.bytes),
    head: joinUnits(format.parameterSets),
  }
}

/** Hashes of the decoded pictures in the order of showing. */
async function decoded({ head }: Video, samples: readonly Uint8Array[]): Promise<string[]> {
  const units = samples.map((sample) => joinUnits(splitUnits(sample, 4) ?? []))
  const args = [
    '-f',
    'h264',
    '-i',
    'pipe:0',
    '-fps_mode',
    'passthrough',
    '-pix_fmt',
    'yuv420p',
    '-f',
    'rawvideo',
    'pipe:1',
  ]
  const raw = await runFfmpeg(args, { input: [head, ...units], maxOutputBytes: 1 << 28 })
  const size = storedWidth * storedHeight * 1.5
  return Array.from({ length: raw.length / size }, (_, at) =>
    createHash('sha256')
      .update(raw.subarray(at * size, (at + 1) * size))
      .digest('hex'),
  )
}

const interlacedOpen = [
  ...encodings.interlaced.filter((arg) => arg !== '-bf' && arg !== '2'),
  '-bf',
  '2',
  '-x264-params',
  'open-gop=1:scenecut=0',
]

for (const [name, args] of Object.entries({
  progressive: encodings.openGroups,
  interlaced: interlacedOpen,
})) {
  it(`begins exactly at a recovery point: ${name}`, async () => {
    const video = await encoded(name, args)
    const { samples, times, keys, sets } = video
    const whole = await decoded(video, samples)
    expect(whole).toHaveLength(150)
    expect(startBefore(samples[0] ?? new Uint8Array(0), sets)).toBeNull()
    expect(keys.length).toBeGreaterThan(2)
    for (const key of keys.slice(1)) {
      const before = startBefore(samples[key] ?? new Uint8Array(0), sets)
      if (!before) throw new Error(`sample ${key} is no recovery point`)
      const start = times[key] ?? 0
      // Those shown before it need the group before.
      const later = samples.slice(key).filter((_, at) => (times[key + at] ?? 0) >= start)
      const pictures = await decoded(video, [before, ...later])
      const exact = whole.slice(times.filter((time) => time < start).length)
      expect(pictures).toHaveLength(1 + exact.length)
      expect(pictures.slice(1)).toEqual(exact)
    }
  })
}

it('does not begin where pictures are refreshed little by little, nor at a picture that needs others', async () => {
  const { samples, keys, sets } = await encoded('refresh', encodings.intraRefresh)
  for (const key of keys.slice(1)) expect(startBefore(samples[key] ?? new Uint8Array(0), sets)).toBeNull()
  expect(keys.length).toBeGreaterThan(1)
  expect(startBefore(samples[3] ?? new Uint8Array(0), sets)).toBeNull()
})

it('does not begin in a sample whose lengths do not add up', async () => {
  const { samples, keys, sets } = await encoded('torn', encodings.openGroups)
  const torn = Buffer.from(samples[keys[1] ?? 0] ?? [])
  expect(startBefore(torn, sets)).not.toBeNull()
  torn.writeUInt32BE(0xffff_ff00, 0)
  expect(startBefore(torn, sets)).toBeNull()
})
