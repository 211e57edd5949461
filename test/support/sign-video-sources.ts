// Short unsigned videos that ffmpeg makes; made once a process, since encoders take their time.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readStream } from './sign-video-stream.ts'
import type { Codec, VideoStream } from './sign-video-stream.ts'

const encoder: Record<Codec, string> = { h264: 'libx264', h265: 'libx265' }

// Nothing is written where there is no ffmpeg at all.
const encoders = String(spawnSync('ffmpeg', ['-v', 'error', '-encoders']).stdout)
export const canEncode = (codec: Codec): boolean => encoders.includes(` ${encoder[codec]} `)
for (const codec of ['h264', 'h265'] as const)
  if (!canEncode(codec))
    console.warn(`SKIPPED: ffmpeg with ${encoder[codec]} is absent; no ${codec} video is signed.`)

export type SourceOptions = {
  codec: Codec
  pictures?: number
  groupLength?: number
  slices?: number
  bFrames?: number
  /** Another picture for every name. */
  scene?: 'testsrc' | 'testsrc2' | 'smptebars' | 'mandelbrot'
  /** Keep the encoder's own SEI in the first sample. */
  withOthers?: boolean
}

const made = new Map<string, Uint8Array>()

/** An MP4 of 96 x 96 pixels, 25 pictures a second, closed groups that begin with IDR pictures. */
export function makeVideo(options: SourceOptions): Uint8Array {
  const { codec, pictures = 60, groupLength = 10, slices = 1, bFrames = 0, scene = 'testsrc2' } = options
  const name = JSON.stringify([codec, pictures, groupLength, slices, bFrames, scene])
  const known = made.get(name)
  if (known) return known
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-sign-'))
  const path = join(folder, 'video.mp4')
  const groups = `keyint=${groupLength}:min-keyint=${groupLength}:scenecut=0:bframes=${bFrames}:slices=${slices}`
  const more = codec === 'h264' ? ['-x264-params', `${groups}:open-gop=0:sliced-threads=0`] : []
  if (codec === 'h265') more.push('-tag:v', 'hvc1', '-x265-params', `${groups}:open-gop=0:log-level=none`)
  const input = ['-f', 'lavfi', '-i', `${scene}=size=96x96:rate=25`, '-frames:v', String(pictures)]
  const coding = ['-pix_fmt', 'yuv420p', '-c:v', encoder[codec], '-threads', '1', '-crf', '30', ...more]
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...input, ...coding, path])
  if (status !== 0) throw new Error(`ffmpeg: ${String(stderr)}`)
  const bytes = Uint8Array.from(readFileSync(path))
  rmSync(folder, { recursive: true })
  made.set(name, bytes)
  return bytes
}

/** The same, taken apart; without the encoder's own SEI unless asked for. */
export async function makeStream(options: SourceOptions): Promise<VideoStream> {
  const stream = await readStream(makeVideo(options))
  if (options.withOthers === true) return stream
  for (const picture of stream.pictures) picture.units = picture.units.filter(({ role }) => role === 'slice')
  return stream
}
