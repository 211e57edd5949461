// Verifies the signatures inside one video track (ONVIF Media Signing 26.06; Axis Signed Video) from its NAL units in decode
// order. Says whether the pictures are as they were signed; who signed is judged elsewhere, with the certificate given.
import type { MediaSigningReport } from '#contract/seal.ts'
import type { Finding } from '#contract/finding.ts'
import { Findings } from '#engine/base/findings.ts'
import { isUnhashedSlice } from '#engine/bitstream/nal-header.ts'
import type { NalSink, NalUnit, VideoCodec } from '#engine/bitstream/nal-unit.ts'
import type { HashName } from '#engine/seal/algorithm.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import type { RecordCheck } from './check-signature.ts'
import { GroupChain } from './group-chain.ts'
import type { CheckedRecord } from './group-draft.ts'
import { GroupReport } from './group-report.ts'
import { KeyRing } from './key-ring.ts'
import { digestRecord, readSigningSei } from './read-signing-sei.ts'
import { concludeSigning } from './signing-outcome.ts'
import type { SampleRange } from './signing-outcome.ts'
import type { Unit } from './unit-queue.ts'
import { forgetBytes } from './signing-record.ts'
import type { Device, SigningRecord, SigningScheme } from './signing-record.ts'

export type SigningOutcome = Omit<MediaSigningReport, 'trust' | 'trustDetail'> & {
  /** The signer's certificate and what came with it; null where the signer brings a bare key. */
  leaf: Certificate | null
  intermediates: Certificate[]
  /** Where the user's key signs: the certificates of the maker, who vouches for it. */
  maker: { leaf: Certificate; intermediates: Certificate[] } | null
  /** The first time that the signer states of what was confirmed; null where none is plausible. */
  claimedTime: Date | null
  findings: Finding[]
  /** The hash that the units have to be scanned with for a whole answer; null where the answer is whole. */
  needsHash: HashName | null
  /** Units came without a digest before it was known that anything is signed. */
  needsSecondScan: boolean
}

/** Records that wait for a key, and document digests remembered to know repetitions. */
const waitLimit = 256
const rememberLimit = 64
/** Stretches of samples with layers that are not hashed. */
const layerLimit = 10_000
/** A record with the longest list and two of the longest chains of certificates is shorter. */
const recordBytes = 320 * 1024

export class SigningVerifier implements NalSink {
  readonly #options: { trackId: number; codec: VideoCodec; hash: HashName | null }
  readonly #report = new GroupReport()
  readonly #chain: GroupChain
  readonly #ring = new KeyRing()
  readonly #findings = new Findings()
  #frames = 0
  #slices = 0
  #records = 0
  #scheme: SigningScheme | null = null
  #device: Device | null = null
  #algorithm: string | null = null
  #hash: HashName | null = null
  #needsHash: HashName | null = null
  #unhashed = false
  #groupsSeen = 0
  #signed = false
  /** Records that came before any key. */
  #keyless: { record: SigningRecord; at: number; firstOfFile: boolean }[] = []
  /** A record of the old format, which the next picture belongs to as well. */
  #old: CheckedRecord | null = null
  #oldWaits = 0
  readonly #seen: string[] = []
  readonly #layers: SampleRange[] = []

  constructor(options: { trackId: number; codec: VideoCodec; hash: HashName | null }) {
    this.#options = options
    this.#chain = new GroupChain(options.hash ?? 'sha256', this.#report)
  }

  unit(nal: NalUnit): void {
    if (nal.role === 'slice') this.#slice(nal)
    else if (nal.role === 'sei') this.#sei(nal)
    else if (isUnhashedSlice(nal.type, this.#options.codec)) this.#layer(nal.sample)
  }

  #layer(sample: number): void {
    const last = this.#layers[this.#layers.length - 1]
    // Of too many stretches the last one takes in all that lies between.
    if (last && (last.end >= sample || this.#layers.length >= layerLimit)) last.end = sample + 1
    else this.#layers.push({ first: sample, end: sample + 1 })
  }

  #slice(nal: NalUnit): void {
    this.#slices += 1
    if (nal.startsPicture) this.#frames += 1
    if (nal.digest === null) {
      this.#unhashed = true
      return
    }
    const anchor = nal.startsPicture ? anchorOf(nal, this.#options.codec) : null
    const { sample, startsPicture, digest } = nal
    this.#chain.add({ sample, startsPicture, anchor, digest, record: null })
    if (this.#old) this.#takeOld(this.#old)
  }

  #sei(nal: NalUnit): void {
    if (nal.bytes === null || (nal.size > recordBytes && readSigningSei(nal, this.#options.codec))) {
      const detail = `An SEI of ${nal.size} bytes was not read; if it is a signature record, its pictures count as unsigned.`
      this.#findings.add('media-signing-sei-too-long', 'warning', detail, { offset: nal.offset })
      return
    }
    const record = readSigningSei(nal, this.#options.codec)
    if (!record) return
    this.#records += 1
    if (this.#scheme !== null && this.#scheme !== record.scheme) {
      const detail =
        'Records of both ONVIF Media Signing and Axis Signed Video are here; only the first kind is checked.'
      this.#findings.add('media-signing-two-schemes', 'warning', detail, { offset: record.offset })
      return
    }
    this.#scheme = record.scheme
    if (record.group?.timesTurned) {
      const detail =
        'The times of the signature records are little endian, as written in the standard but not as in its reference implementation.'
      if (!this.#findings.has('media-signing-time-byte-order')) {
        this.#findings.add('media-signing-time-byte-order', 'deviation', detail, { offset: record.offset })
      }
    }
    if (record.attested && !this.#findings.has('media-signing-attestation-not-checked')) {
      const detail = 'The statement of the camera on its key (attestation) was not checked.'
      this.#findings.add('media-signing-attestation-not-checked', 'info', detail, { offset: record.offset })
    }
    if (record.hash !== null) this.#hash = record.hash
    if (record.signature === null) this.#unsigned(record)
    else if (record.kind === 'certificate') this.#keys(record)
    else this.#group(record)
  }

  /** Hashed as a unit, and perhaps about a group that a later record stands for. */
  #unsigned(record: SigningRecord): void {
    const at = this.#chain.units
    const digest = this.#digestOf(record)
    forgetBytes(record)
    const unit = { sample: record.sample, startsPicture: false, anchor: null, digest, record }
    this.#chain.add(unit)
    if (record.group === null || record.kind !== 'group') return
    const firstOfFile = this.#groupsSeen === 0
    this.#groupsSeen += 1
    const { fault } = record
    const check =
      fault === null ? { state: 'unsigned' as const } : { state: 'bad' as const, digest: null, reason: fault }
    this.#chain.take({ record, at, check, firstOfFile })
  }

  #keys(record: SigningRecord): void {
    const before = this.#ring.fingerprint
    const check = this.#checkOf(record)
    if (check.state === 'good') {
      if (before !== null && before !== this.#ring.fingerprint) this.#noteHandover(record)
      this.#accept(record, check)
      this.#takeKeyless()
      return
    }
    const reason = 'reason' in check ? check.reason : 'It brings no key.'
    const detail = `The certificate record was changed or does not stand for its own key. ${reason}`
    this.#findings.add('media-signing-certificate-record', 'error', detail, { offset: record.offset })
    forgetBytes(record)
    this.#chain.refuse({ record, at: this.#chain.units, check, firstOfFile: false }, detail)
  }

  #noteHandover({ offset }: SigningRecord): void {
    if (this.#findings.has('media-signing-key-handed-over')) return
    const detail =
      'From here on a key signs that the user put into the camera, vouched for by the key before it; the signer named is the last one.'
    this.#findings.add('media-signing-key-handed-over', 'warning', detail, { offset })
  }

  #group(record: SigningRecord): void {
    const at = this.#chain.units
    const name = record.document ? Buffer.from(this.#digestOf(record)).toString('latin1') : null
    if (name !== null && this.#seen.includes(name)) {
      // Sent twice in case one is lost (ONVIF Media Signing 5.15): byte for byte the same, so that it says nothing new.
      if (!this.#findings.has('media-signing-record-repeated')) {
        const detail = 'A signature record stands in the file more than once; it counts once.'
        this.#findings.add('media-signing-record-repeated', 'info', detail, { offset: record.offset })
      }
      return
    }
    const waiting = { record, at, firstOfFile: this.#groupsSeen === 0 }
    this.#groupsSeen += 1
    if (this.#keyless.length > 0 || (this.#ring.signer === null && this.#mustWait(record))) {
      this.#keyless.push(waiting)
      if (record.keys.length > 0) this.#checkOf(record)
      if (this.#ring.signer !== null || this.#keyless.length >= waitLimit) this.#takeKeyless()
      return
    }
    this.#take(waiting)
  }

  /** Another record has to show with which key, and whether its algorithm can be meant. */
  #mustWait({ keys, uncheckable }: SigningRecord): boolean {
    return keys.length === 0 || uncheckable !== null
  }

  #takeKeyless(): void {
    const waiting = this.#keyless
    this.#keyless = []
    for (const each of waiting) this.#take(each)
  }

  #take(waiting: { record: SigningRecord; at: number; firstOfFile: boolean }): void {
    const { record } = waiting
    const check = this.#checkOf(record)
    if (check.state === 'good') {
      this.#accept(record, check)
      this.#remember(record)
    }
    forgetBytes(record)
    const source: CheckedRecord = { ...waiting, check: this.#soundness(record, check) }
    if (!record.old) {
      this.#chain.take(source)
      return
    }
    if (this.#old) this.#chain.take(this.#old)
    this.#old = source
  }

  #takeOld(source: CheckedRecord): void {
    this.#old = null
    this.#chain.take(source)
  }

  #checkOf(record: SigningRecord): CheckedRecord['check'] {
    if (record.fault !== null) return { state: 'bad', digest: null, reason: record.fault }
    if (record.uncheckable !== null) {
      // A signer whose other records can be checked does not change his algorithm for one of them.
      const state = this.#ring.signer === null ? ('unsupported' as const) : ('bad' as const)
      return { state, digest: null, reason: record.uncheckable }
    }
    return this.#ring.check(record, this.#hash ?? 'sha256')
  }

  /** A good signature over something that this version cannot follow is no good group. */
  #soundness(record: SigningRecord, check: CheckedRecord['check']): CheckedRecord['check'] {
    if (check.state !== 'good') return check
    const { digest } = check
    if (record.unsupported !== null) return { state: 'unsupported', digest, reason: record.unsupported }
    const needed = this.#hash ?? 'sha256'
    if (this.#options.hash !== null && needed === this.#options.hash) return check
    this.#needsHash ??= needed
    const reason = `The pictures have to be hashed with ${needed.toUpperCase().replace('SHA', 'SHA-')} for this.`
    return { state: 'unsupported', digest, reason }
  }

  #accept(record: SigningRecord, check: Extract<RecordCheck, { state: 'good' }>): void {
    this.#signed = true
    this.#device ??= record.device
    this.#algorithm ??= check.algorithm
    for (const weak of check.weak) {
      if (this.#findings.has('media-signing-weak')) break
      this.#findings.add('media-signing-weak', 'warning', weak, { offset: record.offset })
    }
  }

  #remember(record: SigningRecord): void {
    this.#seen.push(Buffer.from(this.#digestOf(record)).toString('latin1'))
    if (this.#seen.length > rememberLimit) this.#seen.shift()
  }

  #digestOf(record: SigningRecord): Uint8Array {
    return digestRecord(record, this.#options.hash ?? 'sha256')
  }

  finish(): SigningOutcome {
    if (this.#keyless.length > 0) this.#takeKeyless()
    this.#oldWaits = this.#old ? 1 : 0
    this.#chain.finish(this.#old)
    return concludeSigning({
      trackId: this.#options.trackId,
      scheme: this.#scheme,
      report: this.#report,
      ring: this.#ring,
      findings: this.#findings,
      frames: this.#frames,
      units: this.#slices + this.#records,
      recordsWaiting: this.#oldWaits,
      algorithm: this.#algorithm,
      device: this.#device,
      groupRecords: this.#groupsSeen,
      signed: this.#signed,
      layers: this.#layers,
      unhashed: this.#unhashed && this.#records > 0,
      needsHash: this.#needsHash,
      hash: this.#hash,
    })
  }
}

/** Other pictures that decoding can begin with; the reference implementation ends groups at them too (H.265 table 7-1). */
function anchorOf({ idr, type }: NalUnit, codec: VideoCodec): Unit['anchor'] {
  if (idr) return 'idr'
  return codec === 'h265' && type >= 16 && type <= 21 ? 'other' : null
}
