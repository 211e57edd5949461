// `suep`, SurveillanceExportBox: who exported what from where (ONVIF EFF 26.06 5.2). Reads v0 and v1, writes v1.
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { writeFullBox } from '#engine/isobmff/box-writer.ts'

export type SuepEntry = {
  /** 0 in version 0, which names no track. */
  trackId: number
  name: string
  url: string
  mac: string
  line: string
}

export type Suep = {
  version: number
  unitName: string
  unitUrl: string
  unitMac: string
  /** ExportUnitTime as stored: seconds since 1904-01-01 UTC where the writer followed the specification. */
  unitTime: bigint
  operator: string
  entries: SuepEntry[]
  /** What could not be read or differs: codes with a sentence. */
  problems: { code: string; detail: string }[]
}

/**
 * Reads the payload after the box header. `knownTracks` decides between 16-bit track ids (the specification)
 * and 32-bit ones (other software): the reading that uses up the payload and names known tracks wins.
 * Null where not even the five leading fields are there.
 */
export function readSuep(payload: Uint8Array, knownTracks: ReadonlySet<number>): Suep | null {
  const cursor = new Cursor(payload)
  try {
    const version = cursor.u8()
    cursor.skip(3)
    const lead = {
      version,
      unitName: cursor.cString(),
      unitUrl: cursor.cString(),
      unitMac: cursor.cString(),
      unitTime: cursor.u64(),
      operator: cursor.cString(),
    }
    const rest = cursor.rest()
    const table = version === 0 ? readTableV0(rest) : readTableV1(rest, knownTracks)
    return { ...lead, ...table }
  } catch (error) {
    if (error instanceof OutOfBounds) return null
    throw error
  }
}

type Table = Pick<Suep, 'entries' | 'problems'>

function readTableV1(bytes: Uint8Array, knownTracks: ReadonlySet<number>): Table {
  const narrow = tryTable(bytes, 2)
  const known = (table: SuepEntry[] | null): boolean =>
    table !== null &&
    table.every(({ trackId }) => trackId !== 0 && (knownTracks.size === 0 || knownTracks.has(trackId)))
  if (narrow && known(narrow)) return { entries: narrow, problems: [] }
  const wide = tryTable(bytes, 4)
  if (wide && known(wide)) {
    return {
      entries: wide,
      problems: [
        {
          code: 'suep-track-id-32-bit',
          detail: 'The source table has 32-bit track ids where 16-bit ones are specified.',
        },
      ],
    }
  }
  const either = narrow ?? wide
  if (either) {
    return {
      entries: either,
      problems: [
        { code: 'suep-unknown-track', detail: 'The source table names a track that the file does not have.' },
      ],
    }
  }
  return {
    entries: [],
    problems: [
      { code: 'suep-table-unreadable', detail: 'The source table does not fill its box; it was not read.' },
    ],
  }
}

/** The table with track ids of `idBytes`, or null where it does not use up the payload exactly. */
function tryTable(bytes: Uint8Array, idBytes: 2 | 4): SuepEntry[] | null {
  const cursor = new Cursor(bytes)
  try {
    const count = cursor.u32()
    if (count > cursor.remaining / (idBytes + 4)) return null
    const entries: SuepEntry[] = []
    for (let index = 0; index < count; index += 1) {
      entries.push({
        trackId: idBytes === 2 ? cursor.u16() : cursor.u32(),
        name: cursor.cString(),
        url: cursor.cString(),
        mac: cursor.cString(),
        line: cursor.cString(),
      })
    }
    return cursor.remaining === 0 ? entries : null
  } catch (error) {
    if (error instanceof OutOfBounds) return null
    throw error
  }
}

/** Version 0: counts of video and audio sources, each with a UUID instead of a track id. */
function readTableV0(bytes: Uint8Array): Table {
  const cursor = new Cursor(bytes)
  const entries: SuepEntry[] = []
  const problems = [
    {
      code: 'suep-version-0',
      detail: 'Version 0 of the box (before 18.06) does not say which track a source belongs to.',
    },
  ]
  try {
    for (const withLine of [true, false]) {
      for (let left = cursor.u8(); left > 0; left -= 1) {
        cursor.skip(16)
        const [name, url, mac] = [cursor.cString(), cursor.cString(), cursor.cString()]
        entries.push({ trackId: 0, name, url, mac, line: withLine ? cursor.cString() : '' })
      }
    }
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    problems.push({
      code: 'suep-table-unreadable',
      detail: `The source table ends early; ${entries.length} sources were read.`,
    })
  }
  return { entries, problems }
}

/** Writes version 1. Track ids must fit 16 bits (ONVIF EFF 26.06 5.2). */
export function writeSuep(suep: Omit<Suep, 'version' | 'problems'>): Uint8Array {
  const sink = new ByteSink()
    .cString(suep.unitName)
    .cString(suep.unitUrl)
    .cString(suep.unitMac)
    .u64(suep.unitTime)
    .cString(suep.operator)
    .u32(suep.entries.length)
  for (const entry of suep.entries) {
    sink.u16(entry.trackId).cString(entry.name).cString(entry.url).cString(entry.mac).cString(entry.line)
  }
  return writeFullBox('suep', 1, 0, sink.finish())
}
