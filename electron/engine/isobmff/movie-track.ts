// One track of a movie (ISO/IEC 14496-12 8.3): `trak` with its header, media, sample entries, edits and references.
import type { ByteSource } from '../base/byte-source.ts'
import type { Findings } from '../base/findings.ts'
import { childOf, descend, pathOf } from './box.ts'
import type { Box } from './box.ts'
import { readBox } from './box-reading.ts'
import { readDref } from './boxes/dref.ts'
import { readElst } from './boxes/elst.ts'
import type { Edit } from './boxes/elst.ts'
import { readHdlr } from './boxes/hdlr.ts'
import { readMdhd } from './boxes/mdhd.ts'
import { readStsd } from './boxes/stsd.ts'
import { readTkhd } from './boxes/tkhd.ts'
import { readTrackIds } from './boxes/tref.ts'
import type { TrackReference } from './boxes/tref.ts'
import { rotationOf } from './matrix.ts'
import type { Rotation } from './matrix.ts'
import { describeEntry } from './sample-entry.ts'
import type { SampleEntry } from './sample-entry.ts'
import type { EntryCount } from './sample-table.ts'

/** Everything about a track but its samples. */
export type TrackDescription = {
  /** `track_ID`; 0 where the header could not be read. */
  id: number
  /** The `trak` box. */
  box: Box
  /** `vide`, `soun`, `meta` …; empty where it could not be read. */
  handler: string
  handlerName: string
  /** Ticks a second; never 0 (a malformed 0 is reported and read as 1). */
  timescale: number
  /** ISO 639-2/T code, `und` where none. */
  language: string
  /** Stored size in pixels from the first sample entry, else from the track header; 0 where neither says. */
  width: number
  height: number
  /** Clockwise turn asked for by the matrix; 0 where it asks for anything else (reported). */
  rotation: Rotation
  pixelAspect: { h: number; v: number }
  entries: SampleEntry[]
  entryCount: EntryCount
  edits: Edit[]
  references: TrackReference[]
}

const clause = 'ISO/IEC 14496-12 8.3'

/** Findings: `box-missing`, `box-cut`, `timescale-zero`, `track-id-zero`, `track-matrix-unusual`, `edit-list-cut`, and those of `stsd`. */
export async function readTrackDescription(
  source: ByteSource,
  trak: Box,
  findings: Findings,
): Promise<TrackDescription> {
  const box = (...path: string[]): Box | undefined => {
    const found = descend(trak, ...path)
    if (!found)
      findings.add('box-missing', 'error', `The track has no “${path.join('/')}”.`, {
        offset: trak.offset,
        path: pathOf(trak),
        clause,
      })
    return found
  }
  const tkhd = await readBox(source, box('tkhd'), findings, readTkhd)
  const mdhd = await readBox(source, box('mdia', 'mdhd'), findings, readMdhd)
  const hdlr = await readBox(source, box('mdia', 'hdlr'), findings, readHdlr)
  const stsdBox = box('mdia', 'minf', 'stbl', 'stsd')
  const stsd = stsdBox ? await readStsd(source, stsdBox, findings) : { version: 0, declared: 0, entries: [] }
  const handler = hdlr?.handlerType ?? ''
  await noteElsewhere(source, trak, findings)
  const entries = stsd.entries.map((raw) => describeEntry(raw, handler, stsd.version, findings))
  const [first] = entries
  const note = (code: string, detail: string): void => {
    findings.add(code, 'warning', detail, { offset: trak.offset, path: pathOf(trak), clause })
  }
  if (mdhd?.timescale === 0)
    note('timescale-zero', 'The timescale of the track is 0; times are counted in seconds.')
  if (tkhd?.trackId === 0) note('track-id-zero', 'The track has the id 0.')
  const rotation = tkhd ? rotationOf(tkhd.matrix) : 0
  if (rotation === null && handler === 'vide')
    note(
      'track-matrix-unusual',
      'The track asks for a transformation other than a right-angled turn; it is not applied.',
    )
  return {
    id: tkhd?.trackId ?? 0,
    box: trak,
    handler,
    handlerName: hdlr?.name ?? '',
    timescale: mdhd?.timescale || 1,
    language: mdhd?.language ?? 'und',
    width: first?.width || Math.round(tkhd?.width ?? 0),
    height: first?.height || Math.round(tkhd?.height ?? 0),
    rotation: rotation ?? 0,
    pixelAspect: first?.pixelAspect ?? { h: 1, v: 1 },
    entries,
    entryCount: { announced: Math.max(stsd.declared, entries.length), read: entries.length },
    edits: await readEdits(source, trak, findings),
    references: await readReferences(source, trak, findings),
  }
}

/** Media in another file is not in this one: no seal of this file can speak of it, and it is never opened. */
async function noteElsewhere(source: ByteSource, trak: Box, findings: Findings): Promise<void> {
  const dref = descend(trak, 'mdia', 'minf', 'dinf', 'dref')
  const references = await readBox(source, dref, findings, readDref)
  if (!dref || !references?.some(({ selfContained }) => !selfContained)) return
  findings.add(
    'media-elsewhere',
    'error',
    'The track says that its media lies in another file, which is not read.',
    {
      offset: dref.offset,
      path: pathOf(dref),
      clause: 'ISO/IEC 14496-12 8.7.2',
    },
  )
}

async function readEdits(source: ByteSource, trak: Box, findings: Findings): Promise<Edit[]> {
  const elst = descend(trak, 'edts', 'elst')
  const list = await readBox(source, elst, findings, readElst)
  if (list && elst && list.edits.length < list.declared) {
    const detail = `The edit list says ${list.declared} edits; ${list.edits.length} were read.`
    findings.add('edit-list-cut', 'warning', detail, {
      offset: elst.offset,
      path: pathOf(elst),
      clause: 'ISO/IEC 14496-12 8.6.6',
    })
  }
  return list?.edits ?? []
}

async function readReferences(source: ByteSource, trak: Box, findings: Findings): Promise<TrackReference[]> {
  const references: TrackReference[] = []
  for (const child of (childOf(trak, 'tref')?.children ?? []).slice(0, 64)) {
    const trackIds = await readBox(source, child, findings, readTrackIds)
    if (trackIds) references.push({ type: child.type, trackIds })
  }
  return references
}
