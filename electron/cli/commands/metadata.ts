// exhibit metadata FILE : frames, objects and events in time order; changes of the PTZ state stand in a list of their own.
import { EvidenceError } from '#contract/errors.ts'
import type { MetadataItem } from '#contract/metadata.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { isOnvifMetadata, metxOf } from '#engine/examine/inspect-file.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import { MetadataCounter } from '#engine/metadata/summary.ts'
import { readMetadataTrack } from '#engine/metadata/read-track.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, printJsonLine, say, terminalWork } from '../output.ts'

export type MetadataOptions = { track?: string; json?: true; ndjson?: true }

export async function metadata(path: string, options: MetadataOptions): Promise<ExitCode> {
  const source = await openFileSource(path)
  const work = terminalWork()
  try {
    const structure = await readStructure(source)
    if (structure.unreadable !== null) {
      throw new EvidenceError('not-iso-bmff', `“${path}” cannot be read: ${structure.unreadable}`, {
        details: { path },
      })
    }
    const wanted = options.track === undefined ? null : Number(options.track)
    const all = structure.movie.tracks
    if (wanted !== null && !all.some(({ id }) => id === wanted)) {
      throw new EvidenceError('wrong-input', `“${path}” has no track ${options.track ?? ''}.`)
    }
    const tracks = all.filter((track) => (wanted === null ? isOnvifMetadata(track) : track.id === wanted))
    const summary = new MetadataCounter()
    const findings = new Findings()
    const items: MetadataItem[] = []
    const ptzItems: MetadataItem[] = []
    for (const track of tracks) {
      const reading = {
        id: track.id,
        contentEncoding: metxOf(track)?.contentEncoding ?? '',
        samples: track.samples,
      }
      for await (const item of readMetadataTrack(source, reading, findings, work, summary)) {
        // Scripts know two kinds of items.
        if (item.kind === 'ptz') ptzItems.push(item)
        else if (options.ndjson) printJsonLine(item)
        else items.push(item)
      }
    }
    work.end()
    for (const { detail } of findings.list()) say(detail)
    if (options.ndjson) return 0
    for (const list of [items, ptzItems]) list.sort((a, b) => compareTimes(a.time, b.time))
    const counts = summary.summary()
    if (options.json) printJson({ ...counts, items, ptzItems })
    else {
      print(
        `${counts.frames} frames, ${counts.objects} objects, ${counts.events} events, ${counts.ptz ?? 0} PTZ changes, ${counts.badSamples} bad samples`,
      )
      for (const [name, count] of Object.entries(counts.classes)) print(`  class ${name}: ${count}`)
      for (const topic of counts.topics) print(`  topic ${topic}`)
      if (counts.firstFrame) print(`  from ${counts.firstFrame} to ${counts.lastFrame ?? ''}`)
    }
    return 0
  } finally {
    work.end()
    await source.close()
  }
}

/** Times have three or seven fractional digits; as text without the Z they sort by time. */
function compareTimes(a: string, b: string): number {
  const [left, right] = [a.slice(0, -1), b.slice(0, -1)]
  return left < right ? -1 : left > right ? 1 : 0
}
