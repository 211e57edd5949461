// The files that are measured: H.264 in form, random bytes in substance (holes would be read faster than any recording),
// with real seals.
import { randomFillSync } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { appendSeal } from '#engine/exportfile/append-seal.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { writeFtypOf, writeMoovBox } from '#engine/isobmff/movie-writer.ts'
import { mediaTicks, presentedTicks, writeTrak } from '#engine/isobmff/output-track.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { writeSampleTables } from '#engine/isobmff/sample-table-writer.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { sealRequest, writeSealed } from '../support/made-export.ts'

const pictureBytes = 48 << 10
const perSecond = 25
const ticks = 512
const headerBytes = 16

/** `ftyp mdat moov`, a little over `bytes`: one slice a picture, a group a second, no signatures in the video. */
export function writeVideo(path: string, bytes: number): void {
  const count = Math.ceil(bytes / pictureBytes)
  const track = trackOf(count)
  const options = { creationTime: 3_860_000_000n }
  const ftyp = writeFtypOf([track], options)
  const media = ftyp.length + headerBytes
  const mdat = Buffer.alloc(headerBytes)
  mdat.writeUInt32BE(1)
  mdat.write('mdat', 4, 'latin1')
  mdat.writeBigUInt64BE(BigInt(headerBytes + count * pictureBytes), 8)
  const file = openSync(path, 'wx')
  try {
    writeSync(file, Buffer.concat([ftyp, mdat]))
    const picture = Buffer.alloc(pictureBytes)
    for (let index = 0; index < count; index += 1) {
      randomFillSync(picture)
      picture.writeUInt32BE(pictureBytes - 4)
      picture[4] = index % perSecond === 0 ? 0x65 : 0x41
      picture[5] = 0x88
      for (let at = 0; at < pictureBytes;) at += writeSync(file, picture, at)
    }
    const chunks = [{ track: 0, firstSample: 0, count, at: 0, size: count * pictureBytes }]
    const presented = presentedTicks(track, 1_000)
    const tables = writeSampleTables(track, chunks, media, true)
    const trak = writeTrak(track, tables, { ...options, presented, media: mediaTicks(track.samples) })
    writeSync(file, writeMoovBox([track], [trak], options, BigInt(presented)))
  } finally {
    closeSync(file)
  }
}

function trackOf(length: number): OutputTrack {
  const entry = Buffer.alloc(78)
  entry.writeUInt16BE(1, 6)
  entry.writeUInt16BE(1280, 24)
  entry.writeUInt16BE(720, 26)
  const configuration = Uint8Array.of(1, 0x64, 0, 0x1f, 0xff, 0xe0, 0)
  const of = (value: (index: number) => number): number[] =>
    Array.from({ length }, (_, index) => value(index))
  return {
    id: 1,
    handler: 'vide',
    handlerName: '',
    timescale: perSecond * ticks,
    language: 'und',
    width: 1280,
    height: 720,
    matrixRotation: 0,
    sampleEntry: writeBox('avc1', entry, writeBox('avcC', configuration)),
    references: [],
    edits: [],
    samples: {
      length,
      size: of(() => pictureBytes),
      duration: of(() => ticks),
      compositionOffset: of(() => 0),
      sync: of((index) => (index % perSecond === 0 ? 1 : 0)),
    },
  }
}

/** A video of `bytes` at `path`, sealed once with each of `keys`, one after the other. */
export async function writeSealedVideo(
  path: string,
  bytes: number,
  keys: readonly SealingKey[],
): Promise<void> {
  const at = (seals: number): string => (seals === keys.length ? path : `${path}.${seals}`)
  writeVideo(at(0), bytes)
  for (const [index, key] of keys.entries()) {
    const source = await openFileSource(at(index))
    const request = sealRequest(key)
    // The statement describes two tracks, this file has one.
    request.statement.suep.entries.pop()
    await appendSeal(source, at(index + 1), request, unwatched)
    await source.close()
    rmSync(at(index))
  }
}

/** A folder of `count` exports of two seconds with metadata, some 40 KB each, no two the same. */
export async function writeManyExports(folder: string, count: number, key: SealingKey): Promise<void> {
  mkdirSync(folder)
  for (let at = 0; at < count; at += 1)
    await writeSealed(join(folder, `${String(at).padStart(5, '0')}.mp4`), key, { seed: `export ${at}` })
}
