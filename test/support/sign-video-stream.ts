// A video track taken apart into NAL units and put together again (ISO/IEC 14496-15), for the signer and for what an
// attacker does to a signed video: pictures are dropped, swapped or changed as entries of a list.
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'

export type Codec = 'h264' | 'h265'

/** Where the parts of a signing SEI lie in its bytes as stored, emulation prevention included: [start, end). */
export type SeiPart = { name: string; start: number; end: number }

/** What the signer knows of an SEI that it wrote. `group`: the group it speaks of; null where it speaks of none. */
export type SignedRecord = {
  kind: 'certificate' | 'group' | 'arbitrary'
  group: number | null
  parts: SeiPart[]
  /** What was signed, as it was hashed; null where it carries no signature. */
  document: Uint8Array | null
}

export type Unit = {
  bytes: Uint8Array
  role: 'slice' | 'sei' | 'other'
  startsPicture: boolean
  idr: boolean
  /** Number of the group that its signer put it into; null before it is signed, and for what is not hashed. */
  group: number | null
  record: SignedRecord | null
}

export type Picture = {
  units: Unit[]
  sync: boolean
  /** Ticks. */
  duration: number
  compositionOffset: number
}

export type VideoStream = {
  codec: Codec
  track: Omit<OutputTrack, 'samples'>
  pictures: Picture[]
}

/** Where a unit lies in the written file. */
export type Place = { sample: number; offset: number; unit: Unit }

const plain = { group: null, record: null }

/** H.264 7.3.1 and 7.4.1, H.265 7.3.1: only what the order of units and pictures needs. */
export function unitOf(bytes: Uint8Array, codec: Codec): Unit {
  const [first = 0, second = 0, third = 0] = bytes
  if (codec === 'h264') {
    const type = first & 0x1f
    const slice = type >= 1 && type <= 5
    // first_mb_in_slice is ue(v): 0 is the single bit 1.
    const startsPicture = slice && (second & 0x80) !== 0
    return { ...plain, bytes, role: roleOf(slice, type === 6), startsPicture, idr: type === 5 }
  }
  const type = (first >> 1) & 0x3f
  const slice = type < 32
  const startsPicture = slice && (third & 0x80) !== 0
  const idr = type === 19 || type === 20
  return { ...plain, bytes, role: roleOf(slice, type === 39 || type === 40), startsPicture, idr }
}

const roleOf = (slice: boolean, sei: boolean): Unit['role'] => (slice ? 'slice' : sei ? 'sei' : 'other')

/** The first video track of a small file; lengths before NAL units have 4 bytes, as ffmpeg writes them. */
export async function readStream(mp4: Uint8Array): Promise<VideoStream> {
  const source = memorySource('video', mp4)
  const findings = new Findings()
  const movie = await readMovie(source, await readBoxTree(source, findings), findings)
  const track = movie.tracks.find(({ handler }) => handler === 'vide')
  const entry = track?.entries[0]
  if (!track || !entry) throw new Error('the file has no video track')
  const codec: Codec = entry.type.startsWith('avc') ? 'h264' : 'h265'
  const { samples } = track
  const pictures = Array.from({ length: samples.length }, (_, index): Picture => {
    const start = samples.offset[index] ?? 0
    return {
      units: splitSample(mp4.subarray(start, start + (samples.size[index] ?? 0)), codec),
      sync: samples.sync[index] === 1,
      duration: samples.duration[index] ?? 0,
      compositionOffset: samples.compositionOffset[index] ?? 0,
    }
  })
  return {
    codec,
    track: {
      id: track.id,
      handler: 'vide',
      handlerName: '',
      timescale: track.timescale,
      language: 'und',
      width: track.width,
      height: track.height,
      matrixRotation: 0,
      sampleEntry: Uint8Array.from(entry.bytes),
      references: [],
      edits: [],
    },
    pictures,
  }
}

function splitSample(sample: Uint8Array, codec: Codec): Unit[] {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.length)
  const units: Unit[] = []
  for (let at = 0; at < sample.length;) {
    const length = view.getUint32(at)
    if (length === 0 || at + 4 + length > sample.length)
      throw new Error(`NAL unit of ${length} bytes at ${at}`)
    units.push(unitOf(sample.slice(at + 4, at + 4 + length), codec))
    at += 4 + length
  }
  return units
}

/** A progressive file of this one track, and where in it each unit lies. */
export function writeStream(stream: VideoStream): { mp4: Uint8Array; places: Place[] } {
  const { pictures } = stream
  const sizes = pictures.map(({ units }) => units.reduce((sum, { bytes }) => sum + 4 + bytes.length, 0))
  const samples = {
    length: pictures.length,
    size: sizes,
    duration: pictures.map(({ duration }) => duration),
    compositionOffset: pictures.map(({ compositionOffset }) => compositionOffset),
    sync: pictures.map(({ sync }) => (sync ? 1 : 0)),
  }
  const { head, totalSize } = layOutMovie([{ ...stream.track, samples }], { creationTime: 3_786_825_600n })
  const mp4 = Buffer.alloc(totalSize)
  mp4.set(head)
  const places: Place[] = []
  let at = head.length
  for (const [sample, { units }] of pictures.entries()) {
    for (const unit of units) {
      mp4.writeUInt32BE(unit.bytes.length, at)
      mp4.set(unit.bytes, at + 4)
      places.push({ sample, offset: at + 4, unit })
      at += 4 + unit.bytes.length
    }
  }
  return { mp4, places }
}

/** A copy whose list of pictures and units may be changed; the bytes of units are shared. */
export function copyOf(stream: VideoStream): VideoStream {
  return {
    ...stream,
    pictures: stream.pictures.map((picture) => ({ ...picture, units: [...picture.units] })),
  }
}
