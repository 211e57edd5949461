// Frames, events and changes of the PTZ state of timed metadata as rows, and back.
import { z } from 'zod'
import { AspectTransformation, MetadataEvent, PtzStatus } from '#contract/metadata.ts'
import type { MetadataFrame, MetadataPtz } from '#contract/metadata.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import { filetime, formatUtc, parseUtc } from '#engine/base/time.ts'
import { readStored } from './item-row.ts'
import { formatObjects, parseObjects } from './metadata-object.ts'

/** Columns of a `FrameRow`. */
export const frameColumns = 'time, track, sample, source, objects, aspects, ended, ptz'

/** Columns of a `PtzRow`. */
export const ptzColumns = 'time, track, sample, ptz'

/** Integers of all rows are bigints, because the time needs 64 bits. */
export type FrameRow = {
  time: bigint
  track: bigint
  sample: bigint
  source: string | null
  objects: string
  aspects: string | null
  ended: string | null
  ptz: string | null
}

export type PtzRow = { time: bigint; track: bigint; sample: bigint; ptz: string }

export type EventRow = {
  time: bigint
  track: bigint
  sample: bigint
  topic: string
  operation: string | null
  source_items: string
  key_items: string
  data_items: string
  latitude: number | null
  longitude: number | null
  elevation: number | null
}

/** Count of 100 ns since 1601; finer digits are cut off. The engine's own readers give no other times. */
export function storedTime(time: UtcTime): bigint {
  const exact = parseUtc(time)
  assert(exact !== null && exact >= 0n, `${time} is a time after 1601`)
  return exact
}

export function rowFromFrame(frame: MetadataFrame): FrameRow {
  return {
    time: storedTime(frame.time),
    track: BigInt(frame.trackId),
    sample: BigInt(frame.sample),
    source: frame.source,
    objects: formatObjects(frame.objects),
    aspects: frame.aspects ? formatAspects(frame.aspects) : null,
    ended: frame.ended.length === 0 ? null : JSON.stringify(frame.ended),
    ptz: frame.ptz && formatPtz(frame.ptz),
  }
}

export function rowFromPtz({ time, trackId, sample, ptz }: MetadataPtz): PtzRow {
  return { time: storedTime(time), track: BigInt(trackId), sample: BigInt(sample), ptz: formatPtz(ptz) }
}

export function rowFromEvent(event: MetadataEvent): EventRow {
  return {
    time: storedTime(event.time),
    track: BigInt(event.trackId),
    sample: BigInt(event.sample),
    topic: event.topic,
    operation: event.operation,
    source_items: formatItems(event.source),
    key_items: formatItems(event.key),
    data_items: formatItems(event.data),
    latitude: event.geoLocation?.latitude ?? null,
    longitude: event.geoLocation?.longitude ?? null,
    elevation: event.geoLocation?.elevation ?? null,
  }
}

/** Fails with `item-damaged` where the row does not hold what this program writes. */
export function frameFromRow(itemId: ItemId, row: FrameRow): MetadataFrame {
  const { aspects } = row
  return {
    kind: 'frame',
    time: readTime(itemId, row.time),
    trackId: Number(row.track),
    sample: Number(row.sample),
    source: row.source,
    objects: readStored(itemId, () => parseObjects(row.objects)),
    ...(aspects === null ? {} : { aspects: readStored(itemId, () => parseAspects(aspects)) }),
    ended: readStored(itemId, () => parseEnded(row.ended)),
    ptz: row.ptz === null ? null : readStored(itemId, () => parsePtz(row.ptz ?? '')),
  }
}

/** Fails with `item-damaged` where the row does not hold what this program writes. */
export function ptzFromRow(itemId: ItemId, row: PtzRow): MetadataPtz {
  const [trackId, sample] = [Number(row.track), Number(row.sample)]
  const ptz = readStored(itemId, () => parsePtz(row.ptz))
  return { kind: 'ptz', time: readTime(itemId, row.time), trackId, sample, ptz }
}

/** Fails with `item-damaged` where the row does not hold what this program writes. */
export function eventFromRow(itemId: ItemId, row: EventRow): MetadataEvent {
  const { latitude, longitude, elevation } = row
  return readStored(itemId, () =>
    MetadataEvent.parse({
      kind: 'event',
      time: readTime(itemId, row.time),
      trackId: Number(row.track),
      sample: Number(row.sample),
      topic: row.topic,
      operation: row.operation,
      source: parseItems(row.source_items),
      key: parseItems(row.key_items),
      data: parseItems(row.data_items),
      geoLocation: latitude === null || longitude === null ? null : { latitude, longitude, elevation },
    }),
  )
}

export function readTime(itemId: ItemId, time: bigint): UtcTime {
  return readStored(itemId, () => {
    const text = formatUtc(filetime(time))
    if (text === null) throw new RangeError(`${time} is not a time`)
    return text
  })
}

const Ids = z.array(z.string())

/** Throws where the text is not what `rowFromFrame` writes. */
export const parseEnded = (text: string | null): string[] =>
  text === null ? [] : Ids.parse(JSON.parse(text))

/** Without what is not known. */
const formatPtz = (ptz: PtzStatus): string =>
  JSON.stringify(Object.fromEntries(Object.entries(ptz).filter(([, value]) => value !== null)))

const noPtz: PtzStatus = {
  ...{ panTilt: null, panTiltSpace: null, zoom: null, zoomSpace: null, panTiltMove: null, zoomMove: null },
  ...{ error: null, time: null, fieldOfView: null },
}

const parsePtz = (text: string): PtzStatus => PtzStatus.parse({ ...noPtz, ...(JSON.parse(text) as object) })

const Numbers = z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]))

/** Flat: ratio, scale x, y, translation x, y. Every frame repeats them. */
const formatAspects = (aspects: AspectTransformation[]): string =>
  JSON.stringify(aspects.map(({ ratio, scale: s, translate: t }) => [ratio, s.x, s.y, t.x, t.y]))

/** Throws where the text is not what `rowFromFrame` writes. */
const parseAspects = (text: string): AspectTransformation[] =>
  Numbers.parse(JSON.parse(text)).map(([ratio, scaleX, scaleY, x, y]) =>
    AspectTransformation.parse({ ratio, scale: { x: scaleX, y: scaleY }, translate: { x, y } }),
  )

type Item = MetadataEvent['source'][number]
const Pairs = z.array(z.tuple([z.string(), z.string()]))

const formatItems = (items: Item[]): string => JSON.stringify(items.map(({ name, value }) => [name, value]))

const parseItems = (text: string): Item[] =>
  Pairs.parse(JSON.parse(text)).map(([name, value]) => ({ name, value }))
