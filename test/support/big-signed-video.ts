// A media-signed H.264 video of any size for benchmarks, written as a stream: a second of 30 pictures makes a group, the
// slices are filler behind a valid beginning and no decoder's food, the signatures are real (ONVIF Media Signing).
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { writeFtypOf, writeMoovBox } from '#engine/isobmff/movie-writer.ts'
import { mediaTicks, presentedTicks, writeTrak } from '#engine/isobmff/output-track.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { writeSampleTables } from '#engine/isobmff/sample-table-writer.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import type { VideoSigner } from './sign-video-keys.ts'
import { writeSei } from './sign-video-sei.ts'
import { groupTags, signatureRoom, signatureTag, streamTags, uuidOf } from './sign-video-tags.ts'

export type BigVideo = { path: string; bytes: number; pictures: number; groups: number }

const perSecond = 30
const ticks = 512
const ownOptions = {
  scheme: 'onvif',
  hash: 'sha256',
  hashList: true,
  littleEndian: false,
  axisGeneral: 3,
} as const

/**
 * `ftyp mdat moov`, at least `bytes` of media: groups of `groupBytes`, whose first picture is eight times as long as the
 * others. All groups are signed; the last signature stands behind the last picture.
 */
export function writeBigSignedVideo(
  path: string,
  signer: VideoSigner,
  bytes: number,
  groupBytes = 8 * 2 ** 20,
): BigVideo {
  const writer = new Writer(path, signer)
  const small = Math.floor(groupBytes / (perSecond - 1 + 8))
  while (writer.mediaBytes < bytes) writer.group(small)
  return writer.finish()
}

class Writer {
  readonly #path: string
  readonly #signer: VideoSigner
  readonly #file: number
  readonly #ftyp = writeFtypOf([trackOf([])], { creationTime: 0n })
  readonly #sizes: number[] = []
  #linked: Uint8Array = new Uint8Array(32)
  #pending: Uint8Array | null = null
  #groups = 0
  mediaBytes = 0
  readonly #filler = randomBytes(1 << 20).map((byte) => (byte === 0 ? 0x55 : byte))

  constructor(path: string, signer: VideoSigner) {
    this.#path = path
    this.#signer = signer
    this.#file = openSync(path, 'w')
    writeSync(this.#file, this.#ftyp)
    writeSync(this.#file, mdatHeader(0))
  }

  group(small: number): void {
    const list: Uint8Array[] = []
    for (let index = 0; index < perSecond; index += 1) {
      const slice = this.#slice(index === 0 ? 8 * small : small, index === 0)
      const digest = sha256(slice)
      list.push(index === 0 ? digest : sha256(list[0] ?? digest, digest))
      const units = this.#pending === null ? [slice] : [this.#pending, slice]
      this.#pending = null
      this.#sizes.push(this.#write(units))
    }
    const start = Date.parse('2026-05-01T22:00:00Z') + this.#groups * 1000
    this.#pending = this.#sei(list, start)
    this.#linked = list[0] ?? this.#linked
    this.#groups += 1
  }

  finish(): BigVideo {
    const last = this.#pending
    if (last) this.#sizes.push((this.#sizes.pop() ?? 0) + this.#write([last]))
    const media = this.#ftyp.length + 16
    writeSync(this.#file, mdatHeader(this.mediaBytes), 0, 16, this.#ftyp.length)
    const track = trackOf(this.#sizes)
    // One chunk holds them all.
    const chunks = [{ track: 0, firstSample: 0, count: this.#sizes.length, at: 0, size: this.mediaBytes }]
    const options = { creationTime: 0n }
    const presented = presentedTicks(track, 1000)
    const tables = writeSampleTables(track, chunks, media, true)
    const trak = writeTrak(track, tables, { ...options, presented, media: mediaTicks(track.samples) })
    const moov = writeMoovBox([track], [trak], options, BigInt(presented))
    writeSync(this.#file, moov)
    closeSync(this.#file)
    const total = media + this.mediaBytes + moov.length
    return { path: this.#path, bytes: total, pictures: this.#sizes.length, groups: this.#groups }
  }

  /** Header, `first_mb_in_slice` 0, filler without zero bytes, stop bit; each picture differs from all others. */
  #slice(size: number, idr: boolean): Uint8Array {
    const bytes = Buffer.allocUnsafe(size)
    const from = (this.#sizes.length * 4099) % (this.#filler.length >> 1)
    let part = this.#filler.subarray(from)
    for (let at = 0; at < size; at += part.length) {
      if (at > 0) part = this.#filler
      bytes.set(part.subarray(0, size - at), at)
    }
    bytes[0] = idr ? 0x65 : 0x41
    bytes[1] = 0x88
    bytes.writeUInt32BE(0x0101_0101 + this.#sizes.length, 2)
    bytes[size - 1] = 0x80
    return bytes
  }

  #sei(list: Uint8Array[], start: number): Uint8Array {
    const signer = this.#signer
    const record = {
      counter: this.#groups + 1,
      partial: false,
      start,
      end: start + 1000,
      list,
      groupHash: sha256(...list),
      linkedHash: this.#linked,
    }
    return writeSei({
      codec: 'h264',
      uuid: uuidOf('onvif'),
      reserved: 0,
      tags: [...streamTags(ownOptions, signer, null), ...groupTags(ownOptions, record)],
      escaping: 'after-hash',
      signatureBytes: signatureRoom('onvif', signer),
      sign: (document) => signatureTag(ownOptions, signer, document),
    }).bytes
  }

  #write(units: readonly Uint8Array[]): number {
    let size = 0
    for (const unit of units) {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(unit.length)
      writeSync(this.#file, length)
      for (let at = 0; at < unit.length;) at += writeSync(this.#file, unit, at)
      size += 4 + unit.length
    }
    this.mediaBytes += size
    return size
  }
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Always 16 bytes, so that it can be written again when the size is known. */
function mdatHeader(size: number): Buffer {
  const header = Buffer.alloc(16)
  header.writeUInt32BE(1)
  header.write('mdat', 4, 'latin1')
  header.writeBigUInt64BE(BigInt(16 + size), 8)
  return header
}

/** `avc1` with a High profile configuration of 1280 x 720 and no parameter sets. */
function trackOf(sizes: readonly number[]): OutputTrack {
  const entry = Buffer.alloc(78)
  entry.writeUInt16BE(1, 6)
  entry.writeUInt16BE(1280, 24)
  entry.writeUInt16BE(720, 26)
  const configuration = Uint8Array.of(1, 0x64, 0, 0x1f, 0xff, 0xe0, 0)
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
      length: sizes.length,
      size: sizes,
      duration: sizes.map(() => ticks),
      compositionOffset: sizes.map(() => 0),
      sync: sizes.map((_, index) => (index % perSecond === 0 ? 1 : 0)),
    },
  }
}
