// What stands beside a picture of a sheet, line by line: which one it is, when and where it was taken, and what proves it.
import { safeText, t } from '#contract/messages/format.ts'
import type { MessageKey } from '#contract/messages/format.ts'
import { formatClockOffset } from '#contract/messages/explain-facts.ts'
import { formatCoordinates, formatFixed } from '#contract/messages/quantities.ts'
import { formatUtc } from '#contract/messages/times.ts'
import { isOnEarth } from '#contract/metadata.ts'
import { pictureTracks, sourceNames } from '#contract/picture-tracks.ts'
import { displaySize } from '#contract/picture-shape.ts'
import { notesOf } from '#engine/export/still-statement.ts'
import type { CameraPlace } from './sheet-place.ts'
import type { MadeStill, SheetStill } from './sheet-still.ts'

export type FactRow = { label: string; value: string; mono?: boolean }

/** Whole names stand in the list of files; beside a picture they are shortened. */
const shortest = (text: string): string => safeText(text, 160)

/** A sentence of a decoder or of a failure. */
const sentence = (text: string): string => safeText(text, 600)

/** Which picture it is, when and where it was taken, and who marked it. `file`: its number in the list of files. */
export function identityRows(still: SheetStill, file: number): FactRow[] {
  const { item, mark } = still
  const { madeBy, madeAt, changedBy, changedAt } = mark
  const who = { who: shortest(madeBy), time: formatUtc(madeAt) }
  const isChanged = changedAt !== madeAt
  return [
    { label: t('stillSheet.camera'), value: cameraOf(still) || t('stillSheet.notSaid') },
    {
      label: t('stillSheet.fileRow'),
      value: t('stillSheet.fileValue', { number: String(file), name: shortest(item.summary.name) }),
    },
    { label: t('stillSheet.picture'), value: pictureValue(still) },
    ...timeRows(still),
    ...placeRows(still),
    {
      label: t('stillSheet.mark'),
      value: isChanged
        ? t('stillSheet.markChanged', { ...who, by: shortest(changedBy), at: formatUtc(changedAt) })
        : t('stillSheet.markValue', who),
    },
  ]
}

/** What proves it: hashes, size, and how it was decoded. `density`: stored pixels an inch, as it is printed. */
export function proofRows({ item, made }: SheetStill, density: number): FactRow[] {
  const file = { label: t('stillSheet.fileHash'), value: item.summary.sha256, mono: true }
  if ('refused' in made) return [file]
  const { pixels, decoding } = made.statement
  const { firstSample: first, samples, pixelFormat: format, matrix, range } = decoding
  const notes = notesOf(made.statement)
  return [
    file,
    { label: t('stillSheet.pixelHash'), value: pixels.sha256, mono: true },
    { label: t('stillSheet.size'), value: sizeValue(made, density) },
    {
      label: t('stillSheet.decoded'),
      value: t('stillSheet.decodedValue', {
        ...{ version: sentence(decoding.program.replace(/^ffmpeg /, '')), format, matrix, range },
        ...{ first, last: first + samples - 1 },
      }),
    },
    {
      label: t('stillSheet.notes'),
      value: notes.length > 0 ? notes.map(sentence).join(' ') : t('stillSheet.noNotes'),
    },
  ]
}

/** The line above a picture: what it is called, and when it was taken. */
export function headingOf(still: SheetStill): { number: string; tag: string; taken: string } {
  const { mark, part, times } = still
  const stretch = part === 'only' ? '' : t(`stillSheet.part.${part}`)
  const taken = times.corrected
    ? t('stillSheet.asCorrected', { utc: formatUtc(times.corrected) })
    : times.utc
      ? t('stillSheet.asRecorded', { utc: formatUtc(times.utc) })
      : t('stillSheet.noTime')
  return {
    number: t('stillSheet.number', { number: String(still.number) }),
    tag: [safeText(mark.tag, 64), stretch].filter((text) => text !== '').join(' · '),
    taken,
  }
}

/** The note with the lines that its writer gave it. */
export const noteOf = ({ mark }: SheetStill): string =>
  mark.note
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => safeText(line, 10_000))
    .join('\n')

function cameraOf({ item, mark }: SheetStill): string {
  const { inspection, summary } = item
  const own = sourceNames(inspection, mark.trackId).join(', ')
  // Of several tracks of pictures each has its own camera: what is said of another one is not said of this.
  const isOnly = pictureTracks(inspection.tracks).length < 2
  return shortest(own || (isOnly ? summary.cameras.join(', ') : ''))
}

function pictureValue({ place, sample, mark, made }: SheetStill): string {
  const stored = { sample: String(sample), track: String(mark.trackId) }
  if (!place) return t('stillSheet.pictureUnknown', stored)
  const picture = t('stillSheet.pictureValue', {
    ...stored,
    ...{ shownAs: place.shownAs, pictures: place.pictures },
  })
  if ('refused' in made) return picture
  return t('stillSheet.pictureType', { picture, type: made.statement.picture.type })
}

const origins: Readonly<Record<string, MessageKey & `clock.start.${string}`>> = {
  cstb: 'clock.start.cstb',
  sumi: 'clock.start.sumi',
  'corrected cstb': 'clock.start.corrected cstb',
  misb: 'clock.start.misb',
  metadata: 'clock.start.metadata',
  mvhd: 'clock.start.mvhd',
}

function timeRows({ times, place, item }: SheetStill): FactRow[] {
  const { utc, origin, uncorrected, corrected } = times
  if (!utc) {
    const value = place
      ? t('stillSheet.recordedNone', { seconds: formatFixed(place.ticks / place.timescale, 3) })
      : t('stillSheet.recordedUnknown')
    return [{ label: t('stillSheet.recorded'), value }]
  }
  const named = origin === null ? undefined : origins[origin]
  return [
    {
      label: t('stillSheet.recorded'),
      value: t('stillSheet.recordedValue', {
        utc: formatUtc(utc),
        origin: named ? t(named) : t('stillSheet.notSaid'),
      }),
    },
    ...(uncorrected
      ? [
          {
            label: t('stillSheet.before'),
            value: t('stillSheet.beforeValue', { utc: formatUtc(uncorrected) }),
          },
        ]
      : []),
    {
      label: t('stillSheet.corrected'),
      value:
        corrected && item.clockOffset
          ? t('stillSheet.correctedValue', {
              utc: formatUtc(corrected),
              offset: formatClockOffset(item.clockOffset.offsetMicros),
              who: shortest(item.clockOffset.enteredBy),
              time: formatUtc(item.clockOffset.enteredAt),
            })
          : t('stillSheet.correctedNone'),
    },
  ]
}

function placeRows({ item, camera }: SheetStill): FactRow[] {
  const { location } = item.inspection
  const rows: FactRow[] = []
  if (location && isOnEarth(location))
    rows.push({
      label: t('stillSheet.view'),
      value: t('stillSheet.viewValue', {
        coordinates: formatCoordinates(location.latitude, location.longitude),
        name: shortest(location.name),
      }),
    })
  if (camera) rows.push({ label: t('stillSheet.cameraAt'), value: cameraValue(camera) })
  return rows.length > 0 ? rows : [{ label: t('stillSheet.place'), value: t('stillSheet.notSaid') }]
}

function cameraValue(camera: CameraPlace): string {
  if (camera === 'several') return t('stillSheet.cameraSeveral')
  if (camera === 'unread') return t('stillSheet.cameraUnread')
  const { latitude, longitude } = camera.location
  return t('stillSheet.cameraAtValue', {
    coordinates: formatCoordinates(latitude, longitude),
    utc: formatUtc(camera.time),
  })
}

function sizeValue({ statement: { pixels }, pixelAspect }: MadeStill, density: number): string {
  const { width, height, bitDepth, rotation } = pixels
  const said = t('stillSheet.sizeValue', {
    ...{ width: String(width), height: String(height), bits: String(bitDepth) },
    density: String(Math.round(density)),
  })
  const shown = displaySize({ stored: { width, height }, pixelAspect, rotation })
  const isTurned = rotation !== 0
  const isStretched = pixelAspect.h !== pixelAspect.v
  if (!isTurned && !isStretched) return said
  const size = { width: String(Math.round(shown.width)), height: String(Math.round(shown.height)) }
  const why = [
    ...(isStretched ? [t('stillSheet.shownAspect', { aspect: pixels.pixelAspect })] : []),
    ...(isTurned ? [t('stillSheet.shownTurned', { degrees: String(rotation) })] : []),
  ]
  return `${said}. ${t('stillSheet.shown', size)} (${why.join(', ')}).`
}
