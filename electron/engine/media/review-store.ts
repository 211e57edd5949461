// Where a review copy lies: one file of pictures for each run of ffmpeg, and an index to which a line is added when a group
// of pictures is whole. May be deleted at any time; what is not whole or does not fit is made again.
import { appendFile, open, readFile, readdir, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fileFailure } from '#engine/base/file-failure.ts'

/**
 * `open`: not made yet · `key` and `delta`: made · `none`: the sample gives no picture · `unproven`: a picture came out of
 * which it cannot be proved whose it is.
 */
export const pictureStates = { open: 0, key: 1, delta: 2, none: 3, unproven: 4 } as const
export type Absence = 'none' | 'unproven'

/** Whatever changes what a copy looks like or how it is stored counts this up. */
const version = 6

const Header = z.strictObject({
  version: z.literal(version),
  sha256: z.string(),
  track: z.int(),
  pictures: z.int(),
})
export type ReviewHeader = Omit<z.infer<typeof Header>, 'version'>

const Line = z.union([
  z.strictObject({ run: z.int().nonnegative(), config: z.string().max(8_192) }),
  z.strictObject({
    run: z.int().nonnegative(),
    first: z.int().nonnegative(),
    end: z.int().nonnegative(),
    /** Of those that are not in `made`; `damaged` of those that are. */
    others: z.enum(['none', 'unproven']),
    damaged: z.boolean(),
    /** Picture, offset in the run's file, size, whether it is decoded on its own. */
    made: z.array(z.tuple([z.int(), z.int().nonnegative(), z.int().positive(), z.boolean()])),
  }),
])
type Line = z.infer<typeof Line>

type Row = [picture: number, offset: number, size: number, key: boolean]

export type Settled = {
  first: number
  end: number
  made: readonly StoredPicture[]
  others: Absence
  /** The decoder did not vouch for those that were made. */
  damaged: boolean
}

export type StoredPicture = { picture: number; offset: number; size: number; key: boolean }

export type ReviewPlace = { folder: string; name: string }

const indexPath = ({ folder, name }: ReviewPlace): string => join(folder, `${name}.index`)
export const runPath = ({ folder, name }: ReviewPlace, run: number): string =>
  join(folder, `${name}-${run}.h264`)

/** Columns by picture, in the order of showing. */
export class ReviewStore {
  readonly state: Uint8Array
  readonly offset: Float64Array
  readonly size: Uint32Array
  readonly run: Uint32Array
  /** 1 where the decoder did not vouch for the picture. */
  readonly damaged: Uint8Array
  /** AVCDecoderConfigurationRecord of each run, as hex; empty where none came. */
  readonly configs: string[] = []
  readonly place: ReviewPlace
  made = 0

  private constructor(place: ReviewPlace, pictures: number) {
    this.place = place
    this.state = new Uint8Array(pictures)
    this.offset = new Float64Array(pictures)
    this.size = new Uint32Array(pictures)
    this.run = new Uint32Array(pictures)
    this.damaged = new Uint8Array(pictures)
  }

  /** Takes up what was made of this very file before; anything else under this name is removed. */
  static async open(place: ReviewPlace, header: ReviewHeader): Promise<ReviewStore> {
    const store = new ReviewStore(place, header.pictures)
    if (await store.#load(header)) return store
    const fresh = new ReviewStore(place, header.pictures)
    await removeReview(place)
    await fresh.#append({ version, ...header })
    return fresh
  }

  /** A new file for what a run of ffmpeg gives. */
  async begin(): Promise<RunWriter> {
    const run = this.configs.length
    this.configs.push('')
    const path = runPath(this.place, run)
    try {
      return new RunWriter(this, run, path, await open(path, 'w'))
    } catch (cause) {
      throw fileFailure(cause, path, 'What was made of the review copy before is kept.')
    }
  }

  /** Pictures [first, end) are settled: those in `made` are there, and of the others it is known why not. */
  async settle(run: number, { first, end, made, others, damaged }: Settled): Promise<void> {
    const rows = made.map(({ picture, offset, size, key }): Row => [picture, offset, size, key])
    const line = { run, first, end, others, damaged, made: rows }
    await this.#append(line)
    this.#take(line)
  }

  async setConfig(run: number, config: string): Promise<void> {
    await this.#append({ run, config })
    this.configs[run] = config
  }

  async #append(line: object): Promise<void> {
    const path = indexPath(this.place)
    try {
      await appendFile(path, `${JSON.stringify(line)}\n`)
    } catch (cause) {
      throw fileFailure(cause, path, 'What was made of the review copy before is kept.')
    }
  }

  async #load(header: ReviewHeader): Promise<boolean> {
    const text = await readFile(indexPath(this.place), 'utf8').catch(() => null)
    const [first = '', ...lines] = text?.split('\n') ?? []
    const found = Header.safeParse(parse(first))
    if (
      !found.success ||
      Object.entries(header).some(([key, value]) => Reflect.get(found.data, key) !== value)
    )
      return false
    const sizes = new Map<number, number>()
    for (const text of lines) {
      // The last one may be cut off: the program ended while it was written.
      const line = Line.safeParse(parse(text))
      if (!line.success) continue
      const { run } = line.data
      const size = sizes.get(run) ?? (await stat(runPath(this.place, run)).catch(() => null))?.size ?? 0
      sizes.set(run, size)
      if (run > lines.length) return false
      while (this.configs.length <= run) this.configs.push('')
      if ('config' in line.data) this.configs[run] = line.data.config
      else if (line.data.made.every(([, offset, length]) => offset + length <= size)) this.#take(line.data)
    }
    // A line that was cut off must not spoil the next one.
    if (text?.endsWith('\n') !== true) await appendFile(indexPath(this.place), '\n')
    return true
  }

  #take({ run, first, end, made, others, damaged }: Extract<Line, { first: number }>): void {
    const limit = Math.min(end, this.state.length)
    for (let picture = first; picture < limit; picture += 1) {
      if (this.state[picture] === pictureStates.open) this.made += 1
      this.state[picture] = pictureStates[others]
    }
    for (const [picture, offset, size, key] of made) {
      if (picture < first || picture >= limit) continue
      this.state[picture] = key ? pictureStates.key : pictureStates.delta
      this.offset[picture] = offset
      this.size[picture] = size
      this.run[picture] = run
      this.damaged[picture] = damaged ? 1 : 0
    }
  }
}

/** One run's file; a group counts once it is flushed and in the index. */
export class RunWriter {
  readonly run: number
  readonly #store: ReviewStore
  readonly #path: string
  readonly #handle: FileHandle
  #at = 0

  constructor(store: ReviewStore, run: number, path: string, handle: FileHandle) {
    this.#store = store
    this.run = run
    this.#path = path
    this.#handle = handle
  }

  async add(picture: number, key: boolean, bytes: Uint8Array): Promise<StoredPicture> {
    const offset = this.#at
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, offset + done)
        done += bytesWritten
      }
    } catch (cause) {
      throw fileFailure(cause, this.#path, 'What was made of the review copy before is kept.')
    }
    this.#at += bytes.length
    return { picture, offset, size: bytes.length, key }
  }

  async settle(settled: Settled): Promise<void> {
    try {
      // A line of the index must not outlive the bytes that it tells of.
      if (settled.made.length > 0) await this.#handle.datasync()
    } catch (cause) {
      throw fileFailure(cause, this.#path, 'What was made of the review copy before is kept.')
    }
    await this.#store.settle(this.run, settled)
  }

  /** A run that gave nothing leaves no file. */
  async close(): Promise<void> {
    await this.#handle.close()
    if (this.#at === 0) await rm(this.#path, { force: true })
  }
}

/** Removes index and pictures of one review copy. */
export async function removeReview({ folder, name }: ReviewPlace): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const own = names.filter((found) => found === `${name}.index` || isRun(found, name))
  for (const found of own) await rm(join(folder, found), { force: true })
}

const isRun = (found: string, name: string): boolean =>
  found.startsWith(`${name}-`) && /^\d+\.h264$/.test(found.slice(name.length + 1))

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
