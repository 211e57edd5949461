// What is done to a signed video after it was signed: each a change to a copy.
import { copyOf } from './sign-video-stream.ts'
import type { Picture, Unit, VideoStream } from './sign-video-stream.ts'

/** Changes a copy of the list of pictures. */
export function changed(stream: VideoStream, change: (pictures: Picture[]) => void): VideoStream {
  const copy = copyOf(stream)
  change(copy.pictures)
  return copy
}

const isSigning = ({ record }: Unit): boolean => record !== null
const slicesOf = ({ units }: Picture): Unit[] => units.filter((unit) => !isSigning(unit))

/** Pictures [from, to) go, SEIs and all. */
export const cut = (stream: VideoStream, from: number, to: number): VideoStream =>
  changed(stream, (pictures) => void pictures.splice(from, to - from))

/** Pictures [from, to) go; the signing SEIs they carried are carried by the next picture. */
export const drop = (stream: VideoStream, from: number, to: number): VideoStream =>
  changed(stream, (pictures) => {
    const gone = pictures.splice(from, to - from)
    const seis = gone.flatMap(({ units }) => units.filter(isSigning))
    pictures[from]?.units.unshift(...seis)
  })

/** The slices of two pictures change places; SEIs stay where they were. */
export const swap = (stream: VideoStream, one: number, other: number): VideoStream =>
  changed(stream, (pictures) => {
    const [a, b] = [pictureAt(pictures, one), pictureAt(pictures, other)]
    const [slicesOfA, slicesOfB] = [slicesOf(a), slicesOf(b)]
    a.units = [...a.units.filter(isSigning), ...slicesOfB]
    b.units = [...b.units.filter(isSigning), ...slicesOfA]
  })

/** A picture, without its SEIs, put in before picture `at`. */
export const insert = (stream: VideoStream, at: number, picture: Picture): VideoStream =>
  changed(stream, (pictures) => void pictures.splice(at, 0, { ...picture, units: slicesOf(picture) }))

/** Only the SEIs for which `keep` is true stay. */
export const keepSeis = (stream: VideoStream, keep: (group: number | null) => boolean): VideoStream =>
  changed(stream, (pictures) => {
    for (const picture of pictures)
      picture.units = picture.units.filter(({ record }) => record === null || keep(record.group))
  })

/** The SEI of one group takes the place of another's. */
export function replaceSei(stream: VideoStream, group: number, by: Unit): VideoStream {
  return changed(stream, (pictures) => {
    for (const picture of pictures)
      picture.units = picture.units.map((unit) => (unit.record?.group === group ? by : unit))
  })
}

export function seiOf(stream: VideoStream, group: number): Unit {
  const found = stream.pictures.flatMap(({ units }) => units).find(({ record }) => record?.group === group)
  if (!found) throw new Error(`no SEI of group ${group}`)
  return found
}

export function pictureAt(pictures: readonly Picture[], index: number): Picture {
  const picture = pictures[index]
  if (!picture) throw new Error(`no picture ${index}`)
  return picture
}

/**
 * Pictures before `at` from one stream, the others from the second; signing SEIs in the picture at the seam are the
 * first stream's, as a careful forger would have it.
 */
export function splice(first: VideoStream, second: VideoStream, at: number): VideoStream {
  const seam = pictureAt(second.pictures, at)
  const seis = pictureAt(first.pictures, at).units.filter(isSigning)
  const joint = { ...seam, units: [...seis, ...slicesOf(seam)] }
  return { ...first, pictures: [...first.pictures.slice(0, at), joint, ...second.pictures.slice(at + 1)] }
}
