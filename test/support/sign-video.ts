// Signs video as a camera does (ONVIF Media Signing 5.2 to 5.6 and 5.9 to 5.12; Axis Signed Video): an independent hand
// for tests, written from the documents and sharing nothing with what verifies.
import { createHash } from 'node:crypto'
import type { HashName, VideoSigner } from './sign-video-keys.ts'
import { tagOf, writeSei } from './sign-video-sei.ts'
import type { Escaping } from './sign-video-sei.ts'
import { copyOf, readStream, writeStream } from './sign-video-stream.ts'
import type { Picture, SignedRecord, Unit, VideoStream } from './sign-video-stream.ts'
import {
  certificateTags,
  groupTags,
  signatureRoom,
  signatureTag,
  streamTags,
  uuidOf,
} from './sign-video-tags.ts'
import type { GroupRecord, Scheme } from './sign-video-tags.ts'

export type SignOptions = {
  /** `axis-v1` is Axis' first format. Default `onvif`. */
  scheme?: Scheme
  signer: VideoSigner
  /** Signs the groups instead; `signer` then only the certificate SEI. ONVIF only. */
  user?: VideoSigner
  hash?: HashName
  /** False: low-bitrate mode. */
  hashList?: boolean
  escaping?: Escaping
  /** Pictures after which a group is signed although it goes on. */
  partialEvery?: number
  /** Key and algorithms only once, in an SEI of their own before the first picture. ONVIF only. */
  certificateSei?: boolean
  /** General tag in the byte order of the standard's text, not in that of the reference implementation. */
  littleEndian?: boolean
  axisGeneral?: 3 | 4
  /** When the first picture was taken. */
  startTime?: Date
  /** Pictures later that a signature arrives. */
  delay?: number
  /** Zero bytes added behind every slice. */
  trailingZeros?: number
  /** An SEI without signature before the picture with this number of each group, with data of the vendor's. */
  arbitraryAt?: number
  /** How often each signed SEI is sent. */
  copies?: number
  /** Signs the last group too, behind the last picture. Default true. */
  closing?: boolean
  /** Counter of the first group. */
  firstCounter?: number
}

const defaults = {
  scheme: 'onvif' as Scheme,
  user: null,
  hash: 'sha256' as HashName,
  hashList: true,
  escaping: 'after-hash' as Escaping,
  partialEvery: Infinity,
  certificateSei: false,
  littleEndian: false,
  axisGeneral: 3 as const,
  startTime: new Date('2026-05-01T21:59:58.500Z'),
  delay: 0,
  trailingZeros: 0,
  arbitraryAt: -1,
  copies: 1,
  closing: true,
  firstCounter: 1,
}

/** The file's video track, signed; nothing else is kept. */
export async function signVideo(mp4: Uint8Array, options: SignOptions): Promise<Uint8Array> {
  return writeStream(signStream(await readStream(mp4), options)).mp4
}

/** A signed copy; its slices know their groups, its SEIs their parts. */
export function signStream(stream: VideoStream, options: SignOptions): VideoStream {
  const run = new Signing(stream, { ...defaults, ...options })
  const copy = copyOf(stream)
  copy.pictures.forEach((picture, index) => run.picture(picture, index))
  const last = copy.pictures.at(-1)
  if (last && run.options.closing) run.close(last)
  return copy
}

class Signing {
  readonly options: Required<Omit<SignOptions, 'user'>> & { user: VideoSigner | null }
  readonly #stream: VideoStream
  #waiting: { due: number; unit: Unit }[] = []
  #list: Uint8Array[] = []
  #anchor: Uint8Array = new Uint8Array(0)
  #linked: Uint8Array
  #group = 0
  #pictures = 0
  #ticks = 0
  #start = 0

  constructor(
    stream: VideoStream,
    options: Required<Omit<SignOptions, 'user'>> & { user: VideoSigner | null },
  ) {
    this.#stream = stream
    this.options = options
    // The first group has no predecessor: zeros stand for its hash.
    this.#linked = new Uint8Array(this.#hash(new Uint8Array(0)).length)
  }

  get #now(): number {
    return this.options.startTime.getTime() + (this.#ticks * 1000) / this.#stream.track.timescale
  }

  #hash(...parts: readonly Uint8Array[]): Uint8Array {
    const hash = createHash(this.options.hash)
    for (const part of parts) hash.update(part)
    return Uint8Array.from(hash.digest())
  }

  picture(picture: Picture, index: number): void {
    const { options } = this
    const begins = picture.units.find(({ role }) => role === 'slice')
    const key = begins?.startsPicture === true && begins.idr
    const full = this.#pictures >= options.partialEvery
    if (index === 0) {
      this.#start = this.#now
      if (options.certificateSei) this.#wait(0, this.#certificateSei())
      if (options.scheme === 'axis-v1' && begins) this.#firstOfOldFormat(begins.bytes)
    } else if (key || full) {
      this.#endGroup(!key, begins?.bytes ?? null, index + options.delay)
    }
    if (this.#pictures === options.arbitraryAt) this.#wait(index, this.#arbitrarySei())
    const arrived = this.#waiting.filter(({ due }) => due <= index).map(({ unit }) => unit)
    this.#waiting = this.#waiting.filter(({ due }) => due > index)
    const slices = picture.units.findIndex(({ role }) => role === 'slice')
    picture.units.splice(slices, 0, ...arrived)
    for (const unit of arrived) if (unit.record?.kind === 'arbitrary') this.#add(this.#hash(unit.bytes))
    picture.units = picture.units.map((unit) => this.#slice(unit))
    this.#pictures += 1
    this.#ticks += picture.duration
  }

  /** Signs what is left and puts it, and what has not arrived yet, behind the last picture. */
  close(last: Picture): void {
    this.#endGroup(false, null, Infinity)
    last.units.push(...this.#waiting.map(({ unit }) => unit))
    this.#waiting = []
  }

  #slice(unit: Unit): Unit {
    if (unit.role !== 'slice') return unit
    const digest = this.#hash(withoutZeros(unit.bytes))
    if (unit.startsPicture && unit.idr) {
      this.#anchor = digest
      this.#add(digest)
    } else this.#add(this.#hash(this.#anchor, digest))
    const zeros = new Uint8Array(this.options.trailingZeros)
    return { ...unit, bytes: Buffer.concat([unit.bytes, zeros]), group: this.#group }
  }

  #add(hash: Uint8Array): void {
    this.#list.push(hash)
  }

  /** Axis' first format signs the first picture by itself, before it, as the end of a group of nothing. */
  #firstOfOldFormat(slice: Uint8Array): void {
    const list = [this.#hash(withoutZeros(slice))]
    this.#wait(0, this.#groupSei({ ...this.#record(false), list }, null))
    this.#group = 0
    this.#counterShift = 1
  }

  #counterShift = 0

  #record(partial: boolean): GroupRecord {
    return {
      counter: this.options.firstCounter + this.#group + this.#counterShift,
      partial,
      start: this.#start,
      end: this.#now,
      list: this.#list,
      groupHash: this.#hash(...this.#list),
      linkedHash: this.#linked,
    }
  }

  #endGroup(partial: boolean, next: Uint8Array | null, due: number): void {
    const record = this.#record(partial)
    const first = record.list[0]
    // Axis' first format lists the picture that ends the group too, linked to the group's own anchor.
    if (this.options.scheme === 'axis-v1' && next)
      record.list = [...record.list, this.#hash(this.#anchor, this.#hash(withoutZeros(next)))]
    const sei = this.#groupSei(record, this.#group)
    for (let copy = 0; copy < this.options.copies; copy += 1) this.#wait(due, sei)
    this.#linked = first ?? this.#linked
    this.#list = []
    this.#group += 1
    this.#pictures = 0
    this.#start = this.#now
  }

  #wait(due: number, unit: Unit): void {
    this.#waiting.push({ due, unit })
  }

  #groupSei(record: GroupRecord, group: number | null): Unit {
    const { options } = this
    const { signer, user, certificateSei } = options
    const stream = certificateSei ? [] : streamTags(options, signer, user)
    return this.#sei('group', group, [...stream, ...groupTags(options, record)], user ?? signer)
  }

  #certificateSei(): Unit {
    const { signer, user } = this.options
    return this.#sei('certificate', null, certificateTags(this.options, signer, user), signer)
  }

  #arbitrarySei(): Unit {
    const { scheme } = this.options
    const data = Buffer.concat([Uint8Array.of(1), Buffer.from(`vendor data ${this.#group}`)])
    return this.#sei(
      'arbitrary',
      this.#group,
      [tagOf('arbitrary', scheme === 'onvif' ? 7 : 6, 2, data)],
      null,
    )
  }

  #sei(
    kind: SignedRecord['kind'],
    group: number | null,
    tags: Parameters<typeof writeSei>[0]['tags'],
    signer: VideoSigner | null,
  ): Unit {
    const { scheme, escaping } = this.options
    const { bytes, parts, document } = writeSei({
      codec: this.#stream.codec,
      uuid: uuidOf(scheme),
      reserved: this.#reserved(kind),
      tags,
      escaping,
      signatureBytes: signer ? signatureRoom(scheme, signer) : 0,
      sign: signer ? (document) => signatureTag(this.options, signer, document) : null,
    })
    const record = { kind, group, parts, document }
    return { bytes, role: 'sei', startsPicture: false, idr: false, group: null, record }
  }

  /** The two schemes have their uppermost bits the other way round. */
  #reserved(kind: SignedRecord['kind']): number {
    const { scheme, escaping } = this.options
    const first = escaping === 'before-hash'
    if (scheme === 'onvif') return (kind === 'certificate' ? 0x80 : 0) | (first ? 0x40 : 0)
    return (first ? 0x80 : 0) | (scheme === 'axis' ? 0x30 : 0)
  }
}

/** Zero bytes at the end belong to no NAL unit (H.264 7.4.1). */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  return bytes.subarray(0, end)
}
