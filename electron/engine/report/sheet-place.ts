// Where the camera was when a picture of a sheet was taken, by the events of the metadata that describes the picture.
import type { ItemDetail } from '#contract/item.ts'
import type { MetadataEvent, Position } from '#contract/metadata.ts'
import { correctionFor, describedBy, metadataTracks } from '#contract/start-statements.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { filetime, formatUtc, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { judgeLocation } from '#engine/location/judge-location.ts'
import { positionTopic } from '#engine/location/positions.ts'
import type { MetadataStore } from '#engine/store/metadata-store.ts'

/**
 * The newest position at or before a picture: never one in between, never a later one; `time` is on the clock of the pictures.
 * `several`: of more than one receiver, so which is the camera's is not known. `unread`: the metadata is not read yet.
 */
export type CameraPlace = { time: UtcTime; location: Position['location'] } | 'several' | 'unread'

/** So many of the newest are looked at: for one that is possible, and for other receivers. */
const mostLooked = 50

export type PositionEvents = Pick<MetadataStore, 'eventsBefore' | 'tracksWith'>

/** Where the camera of a video track was. */
export class CameraPlaces {
  readonly #metadata: PositionEvents
  readonly #itemId: ItemId
  /** Tracks that tell of positions and may speak of this camera, with what a correction makes of their times; null: not read yet. */
  readonly #tracks: { id: number; shift: bigint }[] | null

  constructor(
    metadata: PositionEvents,
    { summary, inspection }: Pick<ItemDetail, 'summary' | 'inspection'>,
    trackId: number,
  ) {
    this.#metadata = metadata
    this.#itemId = summary.id
    const shown = inspection.tracks.find(({ id }) => id === trackId)
    const telling = metadata.tracksWith(summary.id, positionTopic)
    const own = metadataTracks(inspection.tracks).filter((track) => {
      const described = describedBy(track, inspection.tracks)
      return telling?.has(track.id) && (described.length === 0 || described.some(({ id }) => id === trackId))
    })
    this.#tracks =
      telling &&
      own.map((track) => {
        const correction = shown ? correctionFor(inspection, track, shown) : null
        return { id: track.id, shift: correction ? spanOf(correction) : 0n }
      })
  }

  /** Null where nothing is told before `utc`, the time of a picture by the start time that counts. */
  at(utc: UtcTime | null): CameraPlace | null {
    const at = utc && parseUtc(utc)
    if (at === null) return null
    if (this.#tracks === null) return 'unread'
    const receivers = new Set<string>()
    let newest: { time: Filetime; location: Position['location'] } | null = null
    for (const { id, shift } of this.#tracks) {
      const asked = { topic: positionTopic, trackId: id, at: at - shift, limit: mostLooked }
      for (const told of this.#metadata.eventsBefore(this.#itemId, asked).flatMap(positionIn)) {
        receivers.add(`${id} ${told.receiver}`)
        const time = filetime(told.time + shift)
        if (newest === null || time > newest.time) newest = { time, location: told.location }
      }
    }
    if (receivers.size > 1) return 'several'
    const time = newest && formatUtc(newest.time)
    return newest && time ? { time, location: newest.location } : null
  }
}

type Told = { time: Filetime; location: Position['location']; receiver: string }

function positionIn({ time, geoLocation, source }: MetadataEvent): Told[] {
  const at = parseUtc(time)
  if (at === null || !geoLocation || judgeLocation(geoLocation)) return []
  return [{ time: at, location: geoLocation, receiver: JSON.stringify(source) }]
}

function spanOf({ from, to }: { from: UtcTime; to: UtcTime }): bigint {
  const [one, other] = [parseUtc(from), parseUtc(to)]
  return one === null || other === null ? 0n : other - one
}
