// The video's own signatures and time stamps, out of the same read of the file that hashes it. A track is read once more
// only where that read cannot serve: samples out of file order, or signatures that announce themselves too late.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { fanOut } from '#engine/bitstream/fan-out.ts'
import type { NalSink, VideoCodec } from '#engine/bitstream/nal-unit.ts'
import { readVideo } from '#engine/bitstream/read-video.ts'
import { SetChangeCollector } from '#engine/bitstream/set-change-collector.ts'
import { sniffVideo } from '#engine/bitstream/sniff-video.ts'
import { StampCollector } from '#engine/bitstream/stamp-collector.ts'
import type { CollectedStamps } from '#engine/bitstream/stamp-collector.ts'
import { signingUuids } from '#engine/bitstream/user-data.ts'
import { codecOf } from '#engine/bitstream/video-codec.ts'
import { createVideoScan } from '#engine/bitstream/video-scan.ts'
import type { ScanOutcome, VideoScan } from '#engine/bitstream/video-scan.ts'
import type { Movie, MovieTrack } from '#engine/isobmff/movie.ts'
import { SigningVerifier } from '#engine/mediasigning/signing-verifier.ts'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import type { HashName } from '#engine/seal/algorithm.ts'

/** What one video track says of itself. */
export type VideoReading = {
  track: MovieTrack
  /** Null where units of that codec are not read here, or there are too many tracks; then nothing is known. */
  signing: SigningOutcome | null
  scan: ScanOutcome | null
  stamps: CollectedStamps | null
  /** Whether its samples bring other parameter sets than its sample entries hold; null where that is not known. */
  setsChange: boolean | null
}

/** Tracks may share their bytes, so that a small file could ask for endless work. */
const tracksRead = 16

/** What schemes prescribe unless they say otherwise (ONVIF Media Signing 5.2). */
const usualHash = 'sha256'

export class VideoPass {
  readonly #tracks: TrackPass[]

  private constructor(tracks: TrackPass[]) {
    this.#tracks = tracks
  }

  /** A look at the beginning of each video track decides whether its pictures are hashed on the way. */
  static async plan(source: ByteSource, movie: Movie, signal: AbortSignal): Promise<VideoPass> {
    const tracks: TrackPass[] = []
    for (const track of movie.tracks.filter(isShown)) {
      if (tracks.length >= tracksRead) {
        tracks.push(new TrackPass(track, null, null))
        continue
      }
      const { uuids } = await sniffVideo(source, track, signal)
      const signed = [...signingUuids].some((uuid) => uuids.has(uuid))
      tracks.push(new TrackPass(track, codecOf(track), signed ? usualHash : null))
    }
    return new VideoPass(tracks)
  }

  /** The bytes of the file from `offset` on, in file order. */
  update(chunk: Uint8Array, offset: number): void {
    for (const track of this.#tracks) track.update(chunk, offset)
  }

  /** Fails with `file-unreadable`, or when cancelled. */
  async finish(source: ByteSource, work: Work): Promise<VideoReading[]> {
    const readings: VideoReading[] = []
    for (const track of this.#tracks) readings.push(await track.finish(source, work))
    return readings
  }
}

/**
 * Players go by the kind of the samples too: pictures in a track that calls itself something else are shown all the same.
 * So every track counts that is not known to be sound, metadata, text or hints by both.
 */
const isShown = ({ handler, entries }: MovieTrack): boolean =>
  handler === 'vide' || !entries.every(({ type }) => unseen.has(type))

/** Codes of sample entries that hold no pictures (ISO/IEC 14496-12 and -30, MP4RA). */
const unseen: ReadonlySet<string> = new Set([
  ...[
    'mp4a',
    'enca',
    'ac-3',
    'ec-3',
    'Opus',
    'fLaC',
    'alac',
    'samr',
    'sawb',
    'sowt',
    'twos',
    'raw ',
    'ulaw',
    'alaw',
  ],
  ...['lpcm', 'ipcm', 'fpcm', 'in24', 'in32', 'fl32', 'fl64', 'ima4', '.mp3', 'QDM2', 'dtsc', 'dtse', 'mlpa'],
  ...[
    'metx',
    'mett',
    'mebx',
    'urim',
    'vcmM',
    'mp4s',
    'gpmd',
    'camm',
    'text',
    'tx3g',
    'wvtt',
    'stpp',
    'sbtt',
    'stxt',
  ],
  ...['rtp ', 'rtcp', 'srtp', 'rrtp', 'sm2t', 'tmcd', 'c608', 'c708'],
])

/** Zeros in place of units would pass for none. */
const isWhole = ({ complete, empty }: ScanOutcome): boolean => complete && empty === 0

class TrackPass {
  readonly #track: MovieTrack
  readonly #codec: VideoCodec | null
  readonly #stamps: StampCollector
  readonly #sets: SetChangeCollector
  readonly #signing: SigningVerifier
  readonly #scan: VideoScan | null

  constructor(track: MovieTrack, codec: VideoCodec | null, hash: HashName | null) {
    this.#track = track
    this.#codec = codec
    this.#stamps = new StampCollector(track)
    this.#sets = new SetChangeCollector(track)
    this.#signing = new SigningVerifier({ trackId: track.id, codec: codec ?? 'h264', hash })
    this.#scan = codec && createVideoScan(track, fanOut(this.#signing, this.#stamps, this.#sets), { hash })
  }

  update(chunk: Uint8Array, offset: number): void {
    this.#scan?.update(chunk, offset)
  }

  async finish(source: ByteSource, work: Work): Promise<VideoReading> {
    const track = this.#track
    if (this.#codec === null) return { track, signing: null, scan: null, stamps: null, setsChange: null }
    if (this.#scan) {
      const scan = this.#scan.finish()
      const signing = this.#signing.finish()
      const told = { track, stamps: this.#stamps.finish(), setsChange: this.#sets.finish(isWhole(scan)) }
      return signing.needsHash === null
        ? { ...told, signing, scan }
        : { ...told, ...(await this.#readAgain(source, this.#codec, signing.needsHash, work)) }
    }
    // Samples out of file order: hashed at once, as nothing was looked at yet but the beginning.
    const first = await this.#readAgain(source, this.#codec, usualHash, work, this.#stamps, this.#sets)
    const told = { track, stamps: this.#stamps.finish(), setsChange: this.#sets.finish(isWhole(first.scan)) }
    const { needsHash } = first.signing
    return needsHash === null || needsHash === usualHash
      ? { ...told, ...first }
      : { ...told, ...(await this.#readAgain(source, this.#codec, needsHash, work)) }
  }

  /** In decode order, wherever the samples lie. A track that asks for one hash and then for another is not asked again. */
  async #readAgain(
    source: ByteSource,
    codec: VideoCodec,
    hash: HashName,
    work: Work,
    ...others: NalSink[]
  ): Promise<{ signing: SigningOutcome; scan: ScanOutcome }> {
    const verifier = new SigningVerifier({ trackId: this.#track.id, codec, hash })
    const scan = await readVideo(source, this.#track, fanOut(verifier, ...others), { hash }, work)
    return { scan, signing: verifier.finish() }
  }
}
