// Files looked at with other eyes than the product's: ffprobe for what is stored when, ffmpeg for what it complains about,
// and a few lines of box walking for start times. Nothing here imports the engine.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export const hasFfprobe = spawnSync('ffprobe', ['-version']).status === 0
if (!hasFfprobe) console.warn('SKIPPED: tests that need ffprobe as a judge; there is none in the PATH.')

/** One stored sample as ffprobe sees it, in decode order. */
export type Packet = {
  /** UTC of its composition time in 100 ns since 1601, from `cstb` and the media timeline without edit list. */
  utc: bigint
  /** SHA-256 of its bytes. */
  hash: string
  key: boolean
}

type Probed = {
  packets: { pts: number; flags: string; data_hash: string }[]
  streams: { time_base: string; id: string }[]
}

/** All samples of one stream (`v:0`, `a:0`). */
export function packetsOf(path: string, stream: string): Packet[] {
  const args = [
    '-v',
    'error',
    '-ignore_editlist',
    '1',
    '-select_streams',
    stream,
    '-show_data_hash',
    'sha256',
  ]
  const show = ['-show_entries', 'packet=pts,flags,data_hash:stream=time_base,id', '-of', 'json']
  const { stdout } = spawnSync('ffprobe', [...args, ...show, `file:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const { packets, streams } = JSON.parse(stdout) as Probed
  const [{ time_base: base, id } = { time_base: '1/1', id: '0' }] = streams
  const timescale = BigInt(base.split('/')[1] ?? 1)
  const origin = startTimesOf(path).get(Number(id))
  if (origin === undefined) throw new Error(`no start time for track ${id}`)
  return packets.map(({ pts, flags, data_hash: hash }) => ({
    utc: origin + (BigInt(pts) * 10_000_000n) / timescale,
    hash,
    key: flags.startsWith('K'),
  }))
}

/** How many pictures a player shows that minds the edit list. */
export function shownPictures(path: string): number {
  const args = [
    '-v',
    'error',
    '-count_frames',
    '-select_streams',
    'v:0',
    '-show_entries',
    'stream=nb_read_frames',
  ]
  const { stdout } = spawnSync('ffprobe', [...args, '-of', 'csv=p=0', `file:${path}`], { encoding: 'utf8' })
  return Number(stdout.trim().replace(/,$/, ''))
}

/** What `cstb` in the file-level `meta` says, by track, in 100 ns since 1601. */
export function startTimesOf(path: string): Map<number, bigint> {
  const bytes = readFileSync(path)
  const meta = boxesIn(bytes, 0, bytes.length).find(({ type }) => type === 'meta')
  const cstb = meta && boxesIn(bytes, meta.start + 12, meta.end).find(({ type }) => type === 'cstb')
  const times = new Map<number, bigint>()
  if (!cstb) return times
  const count = bytes.readUInt32BE(cstb.start + 8)
  for (let at = cstb.start + 12; times.size < count; at += 12)
    times.set(bytes.readUInt32BE(at), bytes.readBigUInt64BE(at + 4))
  return times
}

export type PlainBox = { type: string; start: number; end: number }

/** Boxes with 32-bit or 64-bit sizes, from `start` to `end`. */
export function boxesIn(bytes: Buffer, start: number, end: number): PlainBox[] {
  const boxes: PlainBox[] = []
  for (let at = start; at + 8 <= end;) {
    const small = bytes.readUInt32BE(at)
    const size = small === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : small
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at, end: at + size })
    at += Math.max(8, size)
  }
  return boxes
}

/** Everything that ffprobe and ffmpeg have to say against a file, but that they do not know timed metadata. */
export function complaintsOf(path: string): string[] {
  const runs = [
    spawnSync('ffprobe', ['-v', 'warning', `file:${path}`], { encoding: 'utf8' }),
    spawnSync('ffmpeg', ['-v', 'warning', '-i', `file:${path}`, '-f', 'null', '-'], { encoding: 'utf8' }),
  ]
  const lines = runs.flatMap(({ stderr, status }) => [
    ...stderr.split('\n'),
    ...(status === 0 ? [] : [`status ${status}`]),
  ])
  return lines.filter(
    (line) => line.trim() !== '' && !/^Unsupported codec with id 0 for input stream \d+$/.test(line.trim()),
  )
}

export const ticksOf = (utc: string): bigint => BigInt(Date.parse(utc)) * 10_000n + 116_444_736_000_000_000n
