// Takes pictures out of FLV as ffmpeg writes it to a pipe (Adobe Flash Video File Format Specification 10.1, Annex E):
// H.264 with its time beside each picture, which is all that is wanted of it.
import { EvidenceError } from '#contract/errors.ts'

/** `config`: an AVCDecoderConfigurationRecord. `picture`: length-prefixed NAL units, and the time they are shown at. */
export type FlvPart =
  { kind: 'config'; bytes: Uint8Array } | { kind: 'picture'; bytes: Uint8Array; key: boolean; time: number }

const fileHeaderBytes = 13
const tagHeaderBytes = 11
const previousSizeBytes = 4
const videoTag = 9
const avc = 7

/** Feed it chunks of any size; it gives what is complete by then. Bytes given are copies. */
export class FlvPictures {
  #rest: Uint8Array = new Uint8Array(0)
  #begun = false

  take(chunk: Uint8Array): FlvPart[] {
    const bytes = Buffer.concat([this.#rest, chunk])
    const parts: FlvPart[] = []
    let at = 0
    if (!this.#begun) {
      if (bytes.length < fileHeaderBytes) return this.#keep(bytes, parts)
      if (bytes.toString('latin1', 0, 3) !== 'FLV') throw strange('it does not begin as it should')
      this.#begun = true
      at = fileHeaderBytes
    }
    while (bytes.length - at >= tagHeaderBytes) {
      const size = bytes.readUIntBE(at + 1, 3)
      if (bytes.length - at < tagHeaderBytes + size + previousSizeBytes) break
      const body = bytes.subarray(at + tagHeaderBytes, at + tagHeaderBytes + size)
      if ((bytes.readUInt8(at) & 0x1f) === videoTag) parts.push(...readVideo(body, readTime(bytes, at)))
      at += tagHeaderBytes + size + previousSizeBytes
    }
    return this.#keep(bytes.subarray(at), parts)
  }

  /** Bytes of a tag that never came to its end. */
  get unfinished(): number {
    return this.#rest.length
  }

  #keep(rest: Uint8Array, parts: FlvPart[]): FlvPart[] {
    this.#rest = Uint8Array.from(rest)
    return parts
  }
}

/** Three bytes, and the highest one behind them. */
const readTime = (bytes: Buffer, at: number): number =>
  bytes.readUInt8(at + 7) * 2 ** 24 + bytes.readUIntBE(at + 4, 3)

function readVideo(body: Buffer, decodeTime: number): FlvPart[] {
  if (body.length < 5) return []
  const first = body.readUInt8(0)
  if ((first & 0xf) !== avc) throw strange('it holds something other than H.264')
  const bytes = Uint8Array.from(body.subarray(5))
  switch (body.readUInt8(1)) {
    case 0:
      return [{ kind: 'config', bytes }]
    case 1:
      return [{ kind: 'picture', bytes, key: first >>> 4 === 1, time: decodeTime + body.readIntBE(2, 3) }]
    default:
      // 2: the end of the sequence.
      return []
  }
}

const strange = (how: string): EvidenceError =>
  new EvidenceError('ffmpeg-failed', `What ffmpeg wrote of a review copy cannot be read: ${how}.`)
