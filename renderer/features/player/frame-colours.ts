// How the values of a decoded picture become colours: as the stream says, or in the range that somebody chose. The platform takes
// what is described in part, or not at all, for something else; then its values are handed back to it with what holds. It is values
// that are read anew, not colours: nothing that was clipped on the way to the screen stays so.
import type { ColourRange } from '#contract/picture-view.ts'

/** What a sequence parameter set says (ISO/IEC 14496-10 E.2.1); null where it says nothing. */
export type SaidColours = {
  fullRange: boolean | null
  /** `matrix_coefficients`, a code point of ITU-T H.273. */
  matrix: number | null
}

export type Reading = { fullRange: boolean; matrix: VideoMatrixCoefficients }

/** “Unspecified” (H.273, table 4). */
const unspecified = 2
/** Those that the platform can be told of. */
const matrices: Readonly<Record<number, VideoMatrixCoefficients>> = {
  1: 'bt709',
  5: 'smpte170m',
  6: 'smpte170m',
  9: 'bt2020-ncl' as VideoMatrixCoefficients,
}
/** Of a picture that says nothing, by its height: as stills take it, and other players. */
const guess = (height: number): VideoMatrixCoefficients => (height >= 720 ? 'bt709' : 'smpte170m')

/**
 * How the picture is to be read; null where the platform reads it so, or better than it can be told. `said`: null where the parameter
 * sets are not known; `height`: of the stored picture. Throws where a range is asked for and the platform cannot be told of it.
 */
export function readingOf(
  { format, colorSpace: own }: Pick<VideoFrame, 'format' | 'colorSpace'>,
  { said, height }: { said: SaidColours | null; height: number },
  range: ColourRange,
): Reading | null {
  // RGB has no such range.
  if (format !== null && !/^(?:I4|NV)/.test(format)) return null
  const code = said?.matrix ?? unspecified
  const stated = code === unspecified ? guess(height) : (matrices[code] ?? null)
  const matrix = said === null ? own.matrix : stated
  if (format === null || matrix === null) {
    if (range === 'file') return null
    throw new Error('The platform does not let the values of this picture be read in another range.')
  }
  const isFull = said ? said.fullRange === true : own.fullRange === true
  const fullRange = range === 'file' ? isFull : range === 'full'
  return own.fullRange === fullRange && sameMatrix(own.matrix, matrix) ? null : { fullRange, matrix }
}

/** Two names for one matrix (H.273, table 4: 5 and 6). */
const sameMatrix = (one: string | null, other: string | null): boolean =>
  one === other || [one, other].every((name) => name === 'bt470bg' || name === 'smpte170m')

/** The same picture, read so; the given one is closed. Rejects where the platform does not give its values. */
export async function readAs(frame: VideoFrame, { fullRange, matrix }: Reading): Promise<VideoFrame> {
  try {
    const { format, visibleRect, timestamp, displayWidth, displayHeight } = frame
    if (format === null) throw new Error('The platform does not say how its pictures lie in memory.')
    const { width, height } = visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight }
    const values = new Uint8Array(frame.allocationSize())
    const layout = await frame.copyTo(values)
    return new VideoFrame(values, {
      ...{ format, layout, codedWidth: width, codedHeight: height, timestamp, displayWidth, displayHeight },
      colorSpace: { ...frame.colorSpace.toJSON(), fullRange, matrix },
    })
  } finally {
    frame.close()
  }
}

/**
 * Pictures on their way from a decoder, each read as it is to be, and given on in the order in which they came. One that need not be
 * read anew is given on at once, where none before it is still on its way.
 */
export class ColourReader {
  readonly #range: ColourRange
  #last: Promise<void> = Promise.resolve()
  /** How many have not been given on. */
  waiting = 0

  constructor(range: ColourRange) {
    this.#range = range
  }

  read(
    frame: VideoFrame,
    said: SaidColours | null,
    to: { height?: number; give: (frame: VideoFrame) => void; fail: (error: Error) => void },
  ): void {
    let reading: Reading | null
    try {
      const height = to.height ?? frame.visibleRect?.height ?? frame.codedHeight
      reading = readingOf(frame, { said, height }, this.#range)
    } catch (error) {
      frame.close()
      return to.fail(asError(error))
    }
    if (!reading && this.waiting === 0) return to.give(frame)
    this.waiting += 1
    const begun = reading ? readAs(frame, reading) : Promise.resolve(frame)
    // It may fail before its turn; it is told then.
    begun.catch(() => undefined)
    this.#last = this.#last
      .then(() => begun)
      .finally(() => (this.waiting -= 1))
      .then((read) => to.give(read))
      .catch((error: unknown) => to.fail(asError(error)))
  }

  /** Resolves when all that came in has been given on. */
  get done(): Promise<void> {
    return this.#last
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
