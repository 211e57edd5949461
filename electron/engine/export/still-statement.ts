// What is said of a still: in the JSON beside it, in the PNG itself, and in the ledger. Whoever has the original and ffmpeg can
// make the same pixels again from it.
import { z } from 'zod'
import { formatClockOffset } from '#contract/messages/explain-facts.ts'
import { t } from '#contract/messages/format.ts'
import { viewWords } from '#contract/messages/view-words.ts'
import { fieldFormula, rangeFormula, toneFormula } from '#contract/picture-view.ts'
import type { ViewSettings } from '#contract/picture-view.ts'
import type { StillOverlay } from '#contract/still.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { Sha256, UtcTime } from '#contract/units.ts'
import { quote } from '#engine/base/findings.ts'
import { toolVersion } from '#engine/base/version.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionOrder, compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import type { LaidOut } from '#engine/media/picture-file.ts'
import { layoutArguments } from '#engine/media/rewrap.ts'
import type { StillReading, StillPicture } from '#engine/media/still-picture.ts'
import { stillTimes } from './still-times.ts'

export type StillFacts = {
  item: ItemDetail
  track: MovieTrack
  /** Null where the samples lie in the original. */
  laidOut: LaidOut | null
  sample: number
  /** SHA-256 of the stored sample's own bytes. */
  sampleSha256: Sha256
  picture: StillPicture
  pixelsSha256: Sha256
  /** What is changed in the view; null where nothing is. */
  view: { settings: ViewSettings; applied: boolean; read: Pick<StillReading, 'conversion' | 'filter'> } | null
  /** What is drawn in; null where nothing is. */
  overlay: {
    objects: StillOverlay['objects']
    doubts: NonNullable<StillOverlay['doubts']>
    sha256: Sha256
  } | null
  /** Of the pixels as stored, where those of the file are others. */
  storedPixelsSha256: Sha256 | null
  ffmpeg: string
  made: { by: string; at: UtcTime }
}

const storedStatement =
  'One stored picture, decoded from the samples as they are stored, at its stored size, without scaling, turning, sharpening or overlays. Decoding it again in the way described gives the same pixels.'
const viewOnlyStatement =
  'One picture of a video that is no export file, decoded from the packets that ffmpeg reads in the original (see “laidOut”), at its stored size, without scaling, turning, sharpening or overlays. Decoding it again in the way described gives the same pixels.'
const changedStatement =
  'One stored picture, decoded from the samples as they are stored, at its stored size, without scaling or turning, and then changed as somebody asked for: see “view” and “overlays”. It is not as stored.'

function statementOf({ storedPixelsSha256, laidOut }: StillFacts): string {
  if (storedPixelsSha256 !== null) return changedStatement
  return laidOut ? viewOnlyStatement : storedStatement
}

const unsureSets =
  'Before this picture lies a sample that could not be read to its end. It may have brought other parameter sets than the picture was decoded with: the picture may not be what was recorded.'

/** Of a video that is no export file. */
export const viewOnlyNote = ({ format, ffmpeg }: LaidOut): string =>
  `View only: the original is no export file (format ${format}); no seal covers it and it states no time of recording. ffmpeg ${ffmpeg} laid its packets out, and by that order pictures are counted.`

/** In words; all of them stand in the list. */
const namedObjects = 12

export type StillStatement = ReturnType<typeof describeStill>

/** The number that people know a picture by: from 1, in the order in which pictures are shown. */
export const shownAs = (samples: MovieTrack['samples'], sample: number): number =>
  compositionOrder(samples).indexOf(sample) + 1

export function describeStill(facts: StillFacts) {
  const { item, track, sample, picture, made } = facts
  const { summary } = item
  const { samples, timescale } = track
  const ticks = compositionTimeOf(samples, sample)
  const times = stillTimes(item, track.id, ticks, timescale)
  const { run, conversion } = picture
  return {
    format: 'exhibit-still',
    version: 1,
    statement: statementOf(facts),
    laidOut: facts.laidOut && laidOutOf(facts.laidOut),
    source: {
      ...{ itemId: summary.id, name: summary.name, sha256: summary.sha256, size: summary.size },
      kind: summary.kind,
      ...{ verdict: summary.verdict, verifiedAt: summary.verifiedAt },
      basis:
        'Hash, size and verdict as the case records them. The whole original was not hashed again for this still; the SHA-256 of the picture is that of the bytes it was decoded from.',
    },
    picture: {
      ...{ trackId: track.id, codec: track.entries[samples.entry[sample] ?? 0]?.codec ?? '' },
      /** Counted from 0 in decode order, as stored; and from 1 in the order in which pictures are shown. */
      storedSample: sample,
      shownAs: shownAs(samples, sample),
      ...{ type: picture.facts.type, scan: picture.facts.scan },
      /** Where a packet lies in a file of another format is not known. */
      offset: facts.laidOut ? null : (samples.offset[sample] ?? 0),
      size: samples.size[sample] ?? 0,
      sha256: facts.sampleSha256,
    },
    time: {
      ...{ utc: times.utc, origin: times.origin },
      /** Before the correction that the file brings; null where it brings none. */
      uncorrectedUtc: times.uncorrected,
      /** Less the error of the recorder's clock; null where nobody compared it. `utc` stays as the file has it. */
      correctedUtc: times.corrected,
      ...{ compositionTicks: ticks, decodeTicks: samples.decodeTime[sample] ?? 0, timescale },
      mediaSeconds: ticks / timescale,
      recorderClock: item.clockOffset && {
        offsetMicros: item.clockOffset.offsetMicros,
        method: item.clockOffset.method,
        ...{ enteredBy: item.clockOffset.enteredBy, enteredAt: item.clockOffset.enteredAt },
        about: 'Recorder minus reference: correctedUtc = utc - offset.',
      },
    },
    pixels: {
      ...{ width: picture.facts.width, height: picture.facts.height, bitDepth: conversion.bitDepth },
      sha256: facts.pixelsSha256,
      ...(facts.storedPixelsSha256 === null ? {} : { storedSha256: facts.storedPixelsSha256 }),
      of: 'RGB, row by row from the top, without padding; 16 bits big-endian where the depth is 16',
      pixelAspect: `${track.pixelAspect.h}:${track.pixelAspect.v}`,
      /** Clockwise; asked for when shown, not applied here. */
      rotation: track.rotation,
    },
    decoding: {
      ...{ program: `ffmpeg ${facts.ffmpeg}`, filter: picture.filter },
      input: `-flags ${picture.flags} -noautorotate`,
      cropping:
        'As the parameter set in the video says; a clean aperture (clap) around it was not applied, nor is it to be.',
      ...{ firstSample: run.first, samples: run.count },
      ...{ pixelFormat: picture.facts.format, matrix: conversion.matrix, range: conversion.range },
      ...{ assumed: conversion.assumed, complaints: picture.facts.complaints },
      doubts: run.unsure ? [unsureSets] : [],
    },
    view: facts.view && viewOf(facts.view),
    overlays: facts.overlay === null ? ('none' as const) : overlaysOf(facts.overlay),
    made: { ...made, with: `Exhibit ${toolVersion}` },
  }
}

/** What stands between the original and the samples, and how to make the same again. */
function laidOutOf(laidOut: LaidOut) {
  return {
    ...laidOut,
    about: viewOnlyNote(laidOut),
    samples:
      'Number, size and SHA-256 of the picture are those of a packet in the laid-out file; in the original its bytes may be framed in another way, and lie elsewhere.',
    arguments: layoutArguments(laidOut.format, 'ORIGINAL', 'LAID-OUT').join(' '),
  }
}

/** How it was looked at when it was made, and whether that is in the pixels. */
function viewOf({ settings, applied, read }: NonNullable<StillFacts['view']>) {
  const { conversion, filter } = read
  return {
    ...settings,
    ...{ words: viewWords(settings), applied },
    about: applied
      ? 'The pixels of this file were changed with these settings: range first, then fields, then tones. The shape is not in them.'
      : 'The picture was looked at with these settings; they are not in the pixels of this file.',
    ranges:
      conversion.matrix === 'none' ? 'it is RGB, which has no such range' : rangeFormula[settings.range],
    // In place of what stands in “decoding”, which is how the stored pixels come.
    ...(applied
      ? {
          decoding: {
            filter,
            matrix: conversion.matrix,
            range: conversion.range,
            assumed: conversion.assumed,
          },
        }
      : {}),
    ...{ fields: fieldFormula[settings.deinterlacing], tones: toneFormula },
    units: 'brightness and contrast in percent, gamma in hundredths',
  }
}

const overlayDoubts: Record<NonNullable<StillOverlay['doubts']>[number], string> = {
  aspect:
    'The metadata has places for pictures of other shapes than this one: what is drawn may lie in the wrong place.',
  aperture:
    'The clean aperture lies outside of the stored picture: what is drawn may lie in the wrong place.',
  'not-indexed':
    'The metadata was read by an earlier version and is still to be read anew: what is drawn may lie in the wrong place, or not be whole.',
  'polygons-left-out':
    'Some polygons have too many points and are not drawn: the shape of an object may not be whole.',
}

function overlaysOf({ objects, doubts, sha256 }: NonNullable<StillFacts['overlay']>) {
  const names = objects.slice(0, namedObjects).map((one) => quote([one.class, one.id].join(' ').trim(), 60))
  const more = objects.length > names.length ? '…' : ''
  const count = objects.filter(({ labelLeftOut }) => labelLeftOut).length
  const unnamed = count > 0 ? `; ${t('still.labelsLeftOut', { count })}` : ''
  return {
    words: `${t('still.objects', { count: objects.length })}: ${names.join(', ')}${more}${unnamed}`,
    about:
      'Objects of the metadata in this file, drawn over the pixels by the window: lines and labels are not recorded picture.',
    objects,
    doubts: doubts.map((doubt) => overlayDoubts[doubt]),
    rgbaSha256: sha256,
  }
}

/** The same in the PNG, by keyword; the whole statement is one of them. */
export function pngText(statement: StillStatement): Record<string, string> {
  const { source, picture, time, pixels, made, view, overlays, laidOut } = statement
  const changes = [
    laidOut ? ', view only' : '',
    view?.applied ? ', as seen' : '',
    overlays === 'none' ? '' : ', objects drawn in',
  ]
  return {
    Title: `${source.name}, picture ${picture.shownAs}${changes.join('')}`,
    Software: made.with,
    Source: source.sha256,
    'exhibit:item': source.itemId,
    'exhibit:track': String(picture.trackId),
    'exhibit:stored-sample': String(picture.storedSample),
    'exhibit:presentation-time': `${time.compositionTicks}/${time.timescale}`,
    ...(time.utc === null ? {} : { 'exhibit:utc': `${time.utc} (start: ${time.origin ?? 'unknown'})` }),
    ...(time.uncorrectedUtc === null ? {} : { 'exhibit:utc-uncorrected': time.uncorrectedUtc }),
    ...correctedText(time),
    'exhibit:pixels-sha256': pixels.sha256,
    ...(view ? { 'exhibit:view': `${view.words} (${view.applied ? 'applied' : 'not applied'})` } : {}),
    ...(overlays === 'none' ? {} : { 'exhibit:overlays': overlays.words }),
    'exhibit:statement': JSON.stringify(statement),
  }
}

function correctedText({ correctedUtc, recorderClock }: StillStatement['time']): Record<string, string> {
  if (correctedUtc === null || !recorderClock) return {}
  const { offsetMicros, enteredBy, method } = recorderClock
  const by = `recorder’s clock ${formatClockOffset(offsetMicros)}, entered by ${enteredBy}: ${method}`
  return { 'exhibit:utc-corrected': `${correctedUtc} (${by})` }
}

/** What is not as stored, complaints of the decoder and assumptions, in sentences. */
export function notesOf({ decoding, view, overlays, laidOut }: StillStatement): string[] {
  const { complaints, doubts } = decoding
  // Of the pixels that are in the file.
  const { assumed } = view?.decoding ?? decoding
  return [
    ...(laidOut ? [laidOut.about] : []),
    ...(view?.applied ? [t('view.stillApplied', { changes: view.words })] : []),
    ...(overlays === 'none'
      ? []
      : [t('still.objectsDrawn', { objects: overlays.words }), ...overlays.doubts]),
    ...(complaints.length > 0
      ? [
          `The decoder reported errors: parts of the picture may have been made up by it. The first: ${complaints[0] ?? ''}`,
        ]
      : []),
    ...doubts,
    ...(assumed.length > 0 ? [`Assumed for the colours: ${assumed.join('; ')}.`] : []),
  ]
}

/** For tests and for readers of the file: what has to be there at least. */
export const StillSidecar = z.looseObject({
  format: z.literal('exhibit-still'),
  png: z.strictObject({ name: z.string(), sha256: z.string(), size: z.int() }),
  pixels: z.looseObject({ sha256: z.string(), width: z.int(), height: z.int() }),
})
