// All that a file says of the picture of one track, by the boxes of ISO/IEC 14496-12 (8.3.2, 12.1.3 to 12.1.5) and by the
// parameter sets in the video; where two of them contradict each other, that is told and nothing is decided.
import type {
  PictureFactName,
  PictureOrigin,
  PictureStatement,
  PictureStatements,
} from '#contract/picture.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { Findings, quote } from '#engine/base/findings.ts'
import { childOf } from '#engine/isobmff/box.ts'
import { readBox } from '#engine/isobmff/box-reading.ts'
import { readVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { readClap, valueOf } from '#engine/isobmff/boxes/clap.ts'
import { readColr } from '#engine/isobmff/boxes/colr.ts'
import { readFiel } from '#engine/isobmff/boxes/fiel.ts'
import { readTkhd } from '#engine/isobmff/boxes/tkhd.ts'
import type { Tkhd } from '#engine/isobmff/boxes/tkhd.ts'
import type { InnerBox } from '#engine/isobmff/inner-boxes.ts'
import { rotationOf } from '#engine/isobmff/matrix.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { firstAlike } from '#engine/isobmff/sample-entry.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import { noEntry } from '#engine/isobmff/sample-table.ts'
import { isSameColour, matrixName, primariesName, transferName } from './colour-names.ts'
import { configuredSets, readTrackSets } from './parameter-sets.ts'
import type { PictureSet } from './picture-set.ts'

type Track = Pick<MovieTrack, 'id' | 'box' | 'entries' | 'samples'>
type Size = { width: number; height: number }
type Ratio = { h: number; v: number }

export async function pictureStatements(source: ByteSource, track: Track): Promise<PictureStatements> {
  const list = new StatementList()
  const sets = await readTrackSets(source, track)
  const [first, ...others] = usedEntries(track)
  if (first) readEntryBoxes(first.entry, list)
  for (const { origin, set } of sets) if (set) addSet(list, origin, set)
  const tkhd = await readBox(source, childOf(track.box, 'tkhd'), new Findings(), readTkhd)
  if (tkhd) addHeader(list, tkhd)
  return {
    ...{ trackId: track.id, statements: list.statements, contradicted: list.contradicted() },
    videoRead: sets.some(({ set }) => set !== null),
    unreadableSets: sets.flatMap(({ origin, isBroken }) => (isBroken ? [origin] : [])),
    others: others.map(({ place, entry, sample }) => {
      const own = new StatementList()
      readEntryBoxes(entry, own)
      for (const { origin, set } of configuredSets(entry)) if (set) addSet(own, origin, set)
      const statements = own.statements.filter(({ fact }) => textOf(own, fact) !== textOf(list, fact))
      return { entry: place + 1, codec: entry.codec, sample, statements }
    }),
  }
}

/** What the entry and its parameter set say of one fact. */
const textOf = ({ statements }: StatementList, fact: PictureFactName): string =>
  statements
    .filter((one) => one.fact === fact && one.origin !== 'sps-inside')
    .map(({ origin, value }) => `${origin} ${value}`)
    .join('\n')

type UsedEntry = { place: number; entry: SampleEntry; sample: number }

/** The entries that samples use, each with the first of them; without samples the first entry. */
function usedEntries({ entries, samples }: Track): UsedEntry[] {
  const alike = firstAlike(entries)
  const used: UsedEntry[] = []
  const seen = new Set<number>()
  for (let sample = 0; sample < Math.max(1, samples.length) && seen.size < entries.length; sample += 1) {
    const place = alike[samples.entry[sample] ?? 0] ?? noEntry
    if (seen.has(place)) continue
    seen.add(place)
    const entry = entries[place]
    if (entry) used.push({ place, entry, sample })
  }
  return used
}

/** Statements in the order in which they count. */
class StatementList {
  readonly statements: PictureStatement[] = []
  /** The first that was said of each, by which others are measured. */
  stored: Size | null = null
  pixelAspect: Ratio | null = null
  aperture: Size | null = null

  add(fact: PictureFactName, origin: PictureOrigin, value: string | null): void {
    if (value !== null) this.statements.push({ fact, origin, value })
  }

  addStored(origin: PictureOrigin, size: Size): void {
    if (size.width === 0 || size.height === 0) return
    this.stored ??= size
    this.add('stored', origin, sizeText(size))
  }

  addPixelAspect(origin: PictureOrigin, ratio: Ratio | null): void {
    if (!ratio) return
    this.pixelAspect ??= ratio
    this.add('pixelAspect', origin, ratioText(ratio))
  }

  contradicted(): PictureFactName[] {
    const facts = [...new Set(this.statements.map(({ fact }) => fact))]
    return facts.filter((fact) => {
      const values = this.statements.flatMap((one) => (one.fact === fact ? [one.value] : []))
      // What the header says has to be one of the sizes that the rest allows.
      const [header = '', ...allowed] = values
      if (fact === 'display') return allowed.length > 0 && !allowed.some((size) => isNear(header, size))
      return values.some((one, at) => values.slice(at + 1).some((other) => !agree(fact, one, other)))
    })
  }
}

function agree(fact: PictureFactName, one: string, other: string): boolean {
  if (one === other) return true
  // “fields” leaves open which of them is first, and in H.264 whether there are any: they are only allowed.
  if (fact === 'scan') return [one, other].includes('fields')
  // Several may stand side by side, the most exact first (ISO/IEC 14496-12 12.1.5).
  if (fact === 'profile') return true
  return (fact === 'primaries' || fact === 'transfer' || fact === 'matrix') && isSameColour(fact, one, other)
}

/** Headers hold whole or even numbers of pixels more often than not. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.split('×').map(Number))
  return [0, 1].every((at) => Math.abs((a?.[at] ?? 0) - (b?.[at] ?? 0)) < 2)
}

function readEntryBoxes(entry: SampleEntry, list: StatementList): void {
  list.addStored('entry', entry)
  let boxes: InnerBox[]
  try {
    boxes = readVisualEntry(entry.bytes).boxes
  } catch (error) {
    // A cut entry was told where it was read.
    if (!(error instanceof OutOfBounds)) throw error
    return
  }
  for (const { type, payload } of boxes) {
    try {
      addEntryBox(list, type, new Cursor(payload))
    } catch (error) {
      // A box that is cut says nothing.
      if (!(error instanceof OutOfBounds)) throw error
    }
  }
}

function addEntryBox(list: StatementList, type: string, cursor: Cursor): void {
  if (type === 'pasp') {
    const { h, v } = { h: cursor.u32(), v: cursor.u32() }
    // Zero on either side says nothing.
    list.addPixelAspect('pasp', h > 0 && v > 0 ? { h, v } : null)
  } else if (type === 'clap') {
    const { width, height, right, down } = readClap(cursor)
    const values = [width, height, right, down].flatMap((one) => valueOf(one) ?? [])
    const [w, h, x, y] = values
    // One of them says nothing.
    if (w === undefined || h === undefined || x === undefined || y === undefined) return
    list.aperture ??= { width: w, height: h }
    const place = x === 0 && y === 0 ? '' : ` (${signed(x)}, ${signed(y)})`
    list.add('aperture', 'clap', `${sizeText({ width: w, height: h })}${place}`)
  } else if (type === 'colr') {
    const colr = readColr(cursor)
    if (colr.kind === 'profile') return list.add('profile', 'colr', `${quote(colr.type, 4)} ${colr.size}`)
    addColour(list, 'colr', colr)
    if (colr.fullRange !== null) list.add('range', 'colr', rangeText(colr.fullRange))
  } else if (type === 'fiel') {
    const { fields, order } = readFiel(cursor)
    if (fields === 1) list.add('scan', 'fiel', 'frames')
    else if (fields === 2)
      list.add(
        'scan',
        'fiel',
        [6, 9].includes(order) ? 'lower-first' : [1, 14].includes(order) ? 'upper-first' : 'fields',
      )
  }
}

function addSet(list: StatementList, origin: 'sps' | 'sps-inside', set: PictureSet): void {
  list.add('coded', origin, sizeText(set.coded))
  list.addStored(origin, set.cropped)
  list.add('scan', origin, set.scan)
  if (!set.vui) return
  const { pixelAspect, fullRange, colour } = set.vui
  list.addPixelAspect(origin, pixelAspect)
  if (fullRange !== null) list.add('range', origin, rangeText(fullRange))
  if (colour) addColour(list, origin, colour)
}

type Colour = { primaries: number; transfer: number; matrix: number }

function addColour(
  list: StatementList,
  origin: PictureOrigin,
  { primaries, transfer, matrix }: Colour,
): void {
  list.add('primaries', origin, primariesName(primaries))
  list.add('transfer', origin, transferName(transfer))
  list.add('matrix', origin, matrixName(matrix))
}

/** Width and height of the header are what the picture is to be shown as before its matrix turns it. */
function addHeader(list: StatementList, tkhd: Tkhd): void {
  const rotation = rotationOf(tkhd.matrix)
  list.add('rotation', 'tkhd', rotation === null ? 'other' : String(rotation))
  if (tkhd.width === 0 || tkhd.height === 0) return
  list.add('display', 'tkhd', sizeText(tkhd))
  const { stored, aperture, pixelAspect } = list
  if (stored) list.add('display', 'computed', shownAs(stored, pixelAspect, tkhd))
  if (aperture) list.add('display', 'clap', shownAs(aperture, pixelAspect, tkhd))
}

/** In square pixels: made wider or narrower, unless it is the height that the header has changed. */
function shownAs({ width, height }: Size, pixelAspect: Ratio | null, header: Size): string {
  const { h, v } = pixelAspect ?? { h: 1, v: 1 }
  const taller = sizeText({ width, height: (height * v) / h })
  return isNear(taller, sizeText(header)) ? taller : sizeText({ width: (width * h) / v, height })
}

const rangeText = (isFull: boolean): string => (isFull ? 'full' : 'limited')
const sizeText = ({ width, height }: Size): string => `${short(width)}×${short(height)}`
const short = (value: number): string => String(Math.round(value * 100) / 100)
const signed = (value: number): string => (value > 0 ? `+${short(value)}` : short(value))

/** In lowest terms, so that 32:22 and 16:11 are the same. */
function ratioText({ h, v }: Ratio): string {
  let [a, b] = [h, v]
  while (b !== 0) [a, b] = [b, a % b]
  return `${h / a}:${v / a}`
}
