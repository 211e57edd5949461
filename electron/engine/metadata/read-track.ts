// A whole timed-metadata track, sample by sample, in stored order (ONVIF EFF 26.06 5.5). Memory stays flat: one sample of
// at most 16 MiB at a time, or a run of neighbouring small ones.
import type { MetadataItem } from '#contract/metadata.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Findings } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import { parseMetadataDocument } from './document.ts'
import { decodeSamplePayload, maxSampleBytes } from './sample-payload.ts'
import type { MetadataCounter } from './summary.ts'
import { TrackFindings } from './track-findings.ts'

/** Offsets and sizes in bytes of the file, one entry per stored sample. */
export type MetadataTrack = {
  id: number
  contentEncoding: string | null
  samples: { length: number; offset: ArrayLike<number>; size: ArrayLike<number> }
}

const runBytes = 1 << 20
const reportEvery = 256

/**
 * Yields every frame and event in document order. Samples that cannot be read become findings
 * (`metadata-sample-bad`, `metadata-exi-unsupported`), as do frames and events without a time
 * (`metadata-frame-no-time`, …); what stood before the break is yielded. Fails with `file-unreadable` or when cancelled.
 *
 * @param counter if given, is fed with everything yielded and with the bad samples
 */
export async function* readMetadataTrack(
  source: ByteSource,
  track: MetadataTrack,
  findings: Findings,
  work: Work,
  counter?: MetadataCounter,
): AsyncGenerator<MetadataItem, void> {
  const { samples } = track
  const told = new TrackFindings(findings, track.id)
  try {
    for (let index = 0; index < samples.length;) {
      work.signal.throwIfAborted()
      const run = runFrom(samples, index)
      const bytes = run.readable ? await source.read(run.offset, run.size) : null
      for (let at = 0; index < run.end; index += 1) {
        const size = samples.size[index] ?? 0
        if (index % reportEvery === 0) {
          work.signal.throwIfAborted()
          work.report({ label: 'Reading metadata', done: index, total: samples.length, unit: 'items' })
        }
        const stored = { index, offset: samples.offset[index] ?? 0, size }
        const items = readSample(bytes?.subarray(at, at + size) ?? null, stored, track, told)
        at += size
        if (items.bad) counter?.addBadSample()
        for (const item of items.list) {
          counter?.add(item)
          yield item
        }
      }
    }
    work.report({ label: 'Reading metadata', done: samples.length, total: samples.length, unit: 'items' })
  } finally {
    told.finish()
  }
}

/** Samples that lie one after the other are read at once. */
function runFrom(
  samples: MetadataTrack['samples'],
  first: number,
): { offset: number; size: number; end: number; readable: boolean } {
  const offset = samples.offset[first] ?? 0
  let size = samples.size[first] ?? 0
  let end = first + 1
  if (size > maxSampleBytes) return { offset, size, end, readable: false }
  while (end < samples.length && samples.offset[end] === offset + size) {
    const next = samples.size[end] ?? 0
    if (size + next > runBytes) break
    size += next
    end += 1
  }
  return { offset, size, end, readable: true }
}

type StoredSample = { index: number; offset: number; size: number }

/** `bytes` is null where the sample is too large to be read. */
function readSample(
  bytes: Uint8Array | null,
  stored: StoredSample,
  track: MetadataTrack,
  told: TrackFindings,
): { list: MetadataItem[]; bad: boolean } {
  const bad = (reason: string): { list: MetadataItem[]; bad: boolean } => {
    told.bad(stored, reason)
    return { list: [], bad: true }
  }
  if (!bytes) return bad(`it has ${stored.size} bytes, more than ${maxSampleBytes}`)
  if (bytes.length < stored.size)
    return bad(`only ${bytes.length} of its ${stored.size} bytes are in the file`)
  // An empty sample only fills time (ISO/IEC 14496-12 8.6.1): nothing is missing.
  if (bytes.length === 0) return { list: [], bad: false }
  const payload = decodeSamplePayload(bytes, track.contentEncoding)
  if ('bad' in payload) return bad(payload.bad)
  if ('unsupported' in payload) {
    told.unsupported(stored, payload.unsupported)
    return { list: [], bad: false }
  }
  const document = parseMetadataDocument(payload.xml, { trackId: track.id, sample: stored.index })
  const breaks = document.problems.filter((problem) => problem.broken).map((problem) => problem.detail)
  if (payload.damage) breaks.unshift(payload.damage)
  if (breaks.length > 0) told.bad(stored, breaks.slice(0, 3).join('; '), document.items.length)
  for (const problem of document.problems) if (!problem.broken) told.problem(stored, problem)
  told.leftOut(document.problemsLeftOut)
  return { list: document.items, bad: breaks.length > 0 }
}
