// Recordings for the screen of cameras: different rates, one recorder whose clock is wrong, one that recorded nothing for a while.
// Each picture bears its number, and the times of all of them are told by ffprobe.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { findFfprobe } from '#engine/media/ffmpeg-program.ts'
import { bPictures, encode, ratedPictures, remux, variableRate } from '#test/support/zoo/encode.ts'
import { readPackets } from '#test/support/zoo/packets.ts'
import { addHole } from '#test/support/zoo/rewrite.ts'

export type Film = {
  file: string
  salt: number
  /** UTC in units of 100 ns since 1970 at which each picture begins on the common clock, in the order of showing. */
  times: bigint[]
  /** How far its recorder was ahead, in the same unit. */
  ahead: bigint
}

const films = [
  { file: 'north.mp4', salt: 201, start: '21:59:58', ahead: 0n, args: bPictures, count: 300 },
  { file: 'yard.mp4', salt: 202, start: '21:59:59', ahead: 0n, args: ratedPictures(10), count: 180 },
  { file: 'gate.mp4', salt: 203, start: '21:59:57', ahead: 23_450_000n, args: variableRate, count: 300 },
  { file: 'hall.mp4', salt: 204, start: '21:59:56', ahead: 0n, args: bPictures, count: 300 },
] as const

/** Nothing is recorded for 40 seconds after the fifth second. */
const withHole = 'hall.mp4'

const instantOf = (time: string): bigint => BigInt(Date.parse(`2026-05-01T${time}Z`)) * 10_000n

export async function makeFilms(folder: string): Promise<Film[]> {
  return Promise.all(
    films.map(async ({ file, salt, start, ahead, args, count }) => {
      const [raw, to] = [join(folder, `raw-${file}`), join(folder, file)]
      await encode(raw, { count, salt }, args)
      const stamp = ['-metadata', `creation_time=2026-05-01T${start}Z`]
      if (file === withHole) {
        const fragments = ['-movflags', 'empty_moov+default_base_moof+frag_keyframe']
        await remux(raw, `${to}.plain`, ['-f', 'mp4', ...fragments, ...stamp])
        addHole(`${to}.plain`, to, 5, 40 * 12_800)
      } else await remux(raw, to, stamp)
      const packets = await readPackets(to)
      const scale = BigInt(await timescaleOf(to))
      const times = packets
        .map(({ time }) => BigInt(time))
        .sort((a, b) => Number(a - b))
        .map((ticks) => instantOf(start) + (ticks * 10_000_000n) / scale - ahead)
      return { file, salt, times, ahead }
    }),
  )
}

/** Of the picture that is valid at `at`: the last one at or before it. −1 before the first. */
export function numberAt({ times }: Film, at: bigint): number {
  return times.findLastIndex((time) => time <= at)
}

async function timescaleOf(path: string): Promise<number> {
  const program = await findFfprobe()
  if (program === null) throw new Error('there is no ffprobe')
  const args = [
    '-v',
    'error',
    '-select_streams',
    'v:0',
    '-show_entries',
    'stream=time_base',
    '-of',
    'csv=p=0',
  ]
  return Number(
    execFileSync(program, [...args, path], { encoding: 'utf8' })
      .trim()
      .split('/')[1],
  )
}
