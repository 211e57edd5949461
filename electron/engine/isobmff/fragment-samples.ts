// Samples of movie fragments (ISO/IEC 14496-12 8.8): `moof/traf/trun` with the defaults of `tfhd` and `trex`.
import type { ByteSource } from '../base/byte-source.ts'
import type { Findings } from '../base/findings.ts'
import { childOf, childrenOf, pathOf, payloadOffset, payloadSize } from './box.ts'
import type { Box } from './box.ts'
import { readBox } from './box-reading.ts'
import { readTfdt } from './boxes/tfdt.ts'
import { readTfhd } from './boxes/tfhd.ts'
import { readTrunHead } from './boxes/trun.ts'
import { RunLayer, defaultsOf, descriptionOf } from './fragment-run.ts'
import type { FragmentDefaults, FragmentTrack } from './fragment-run.ts'
import { latestTime } from './sample-table.ts'
import { readEntries } from './table.ts'

const clause = 'ISO/IEC 14496-12 8.8'

/** Reads fragments one by one in file order. `source` should be windowed: fragments are many and small. */
export class FragmentReader {
  readonly #source: ByteSource
  readonly #tracks: Map<number, FragmentTrack>
  readonly #findings: Findings
  /** What was reported already and would be the same in each fragment. */
  readonly #said = new Set<string>()

  constructor(source: ByteSource, tracks: readonly FragmentTrack[], findings: Findings) {
    this.#source = source
    this.#findings = findings
    this.#tracks = new Map()
    for (const track of tracks) if (!this.#tracks.has(track.id)) this.#tracks.set(track.id, track)
  }

  /** Adds the samples of one `moof`. */
  async read(moof: Box): Promise<void> {
    // The data of a track fragment without its own base begins where that of the one before ends (8.8.7.1).
    let base = moof.offset
    for (const traf of childrenOf(moof, 'traf')) base = await this.#readTraf(moof, traf, base)
  }

  /** Answers where the data of this track fragment ends. */
  async #readTraf(moof: Box, traf: Box, previousEnd: number): Promise<number> {
    const tfhdBox = childOf(traf, 'tfhd')
    const tfhd = await readBox(this.#source, tfhdBox, this.#findings, readTfhd)
    if (!tfhd) {
      if (!tfhdBox) this.#note('box-missing', 'error', traf, 'The track fragment has no “tfhd”.')
      return previousEnd
    }
    const track = this.#tracks.get(tfhd.trackId)
    if (!track) {
      this.#once(
        `track ${tfhd.trackId}`,
        'fragment-of-unknown-track',
        'error',
        traf,
        `A fragment belongs to track ${tfhd.trackId}, which “moov” does not have.`,
      )
    } else if (!track.trex) {
      this.#once(
        `trex ${tfhd.trackId}`,
        'trex-missing',
        'deviation',
        traf,
        `Track ${track.id} has fragments but no “trex”.`,
      )
    }
    if (track) this.#noteDescription(track, descriptionOf(tfhd, track), traf)
    const base =
      tfhd.baseDataOffset !== null
        ? Number(tfhd.baseDataOffset)
        : tfhd.defaultBaseIsMoof
          ? moof.offset
          : previousEnd
    const tfdt = await readBox(this.#source, childOf(traf, 'tfdt'), this.#findings, readTfdt)
    if (tfdt && track) this.#startAt(track, tfdt.baseMediaDecodeTime, traf)
    const defaults = defaultsOf(tfhd, track)
    let at = base
    for (const trun of childrenOf(traf, 'trun')) {
      at = await this.#readTrun(trun, track, defaults, base, at)
    }
    return at
  }

  #noteDescription(track: FragmentTrack, number: number, traf: Box): void {
    if (number >= 1 && number <= Math.max(1, track.entries.read)) return
    this.#once(
      `description ${track.id} ${number}`,
      'fragment-entry-unknown',
      'deviation',
      traf,
      `A fragment of track ${track.id} names sample entry ${number}; the track has ${track.entries.read}.`,
    )
  }

  #startAt(track: FragmentTrack, time: bigint, traf: Box): void {
    const { builder } = track
    if (time > BigInt(latestTime)) {
      this.#note(
        'decode-time-too-great',
        'error',
        traf,
        `A fragment begins at ${time} ticks; it was placed after the one before.`,
      )
      return
    }
    if (builder.length > 0 && Number(time) < builder.lastTime) {
      this.#note(
        'decode-time-falls-back',
        'warning',
        traf,
        `A fragment of track ${track.id} begins at ${time} ticks, before sample ${builder.length} at ${builder.lastTime}.`,
      )
    }
    builder.nextTime = Number(time)
  }

  /** Answers where the data of this run ends. */
  async #readTrun(
    trun: Box,
    track: FragmentTrack | undefined,
    defaults: FragmentDefaults,
    base: number,
    previousEnd: number,
  ): Promise<number> {
    const head = await readBox(this.#source, trun, this.#findings, readTrunHead)
    if (!head) return previousEnd
    const start = head.dataOffset === null ? previousEnd : base + head.dataOffset
    const run = new RunLayer(head, defaults, track, start, this.#source.size)
    if (head.layout.entryBytes === 0) {
      run.layEmpty()
    } else {
      const room = Math.floor((payloadSize(trun) - head.headBytes) / head.layout.entryBytes)
      if (head.sampleCount > room) {
        this.#note('table-cut', 'error', trun, `“trun” says ${head.sampleCount} samples, ${room} are there.`)
      }
      const count = Math.min(head.sampleCount, room)
      const layout = {
        offset: payloadOffset(trun) + head.headBytes,
        entryBytes: head.layout.entryBytes,
        count,
      }
      await readEntries(this.#source, trun, layout, (view, first, got) => run.lay(view, first, got))
    }
    if (run.unbacked > 0) {
      this.#note(
        'samples-without-place',
        'error',
        trun,
        `${run.unbacked} samples have neither entries nor bytes in the file.`,
      )
    }
    return run.at
  }

  #note(code: string, severity: 'deviation' | 'warning' | 'error', box: Box, detail: string): void {
    this.#findings.add(code, severity, detail, { offset: box.offset, path: pathOf(box), clause })
  }

  #once(key: string, code: string, severity: 'deviation' | 'error', box: Box, detail: string): void {
    if (this.#said.has(key) || this.#said.size > 1_000) return
    this.#said.add(key)
    this.#note(code, severity, box, detail)
  }
}
