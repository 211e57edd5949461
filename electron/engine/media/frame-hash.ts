// MD5 of every frame of a file, as ffmpeg's framemd5 muxer gives it: to show that two files hold the same pictures, and
// to compare with other tools. MD5 is their common language here; nothing rests on its strength.
import { evidenceInput, runFfmpeg } from './ffmpeg.ts'
import type { FfmpegRun } from './ffmpeg.ts'

export type FrameHash = {
  /** Index of the stream in ffmpeg's order. */
  stream: number
  /** In the time base of the stream as ffmpeg chose it; null where the frame has no time. */
  dts: number | null
  pts: number | null
  duration: number | null
  /** Bytes that were hashed. */
  size: number
  md5: string
}

export type FrameHashRequest = {
  source: string
  /** Which streams, as ffmpeg's `-map` says it; default: the first video stream. */
  map?: string
  /** `stored`: the samples as they are in the file. `decoded`: the pictures that ffmpeg makes of them. */
  of: 'stored' | 'decoded'
}

/** In the file's order. Fails with `ffmpeg-missing` or `ffmpeg-failed`. */
export async function frameHashes(
  request: FrameHashRequest,
  run: Pick<FfmpegRun, 'program' | 'signal' | 'timeoutMs'> = {},
): Promise<FrameHash[]> {
  const { source, map = '0:v:0', of } = request
  const codec = of === 'stored' ? ['-c', 'copy'] : ['-fps_mode', 'passthrough']
  const args = ['-noautorotate', ...evidenceInput(source), '-map', map, ...codec, '-f', 'framemd5', 'pipe:1']
  const hashes: FrameHash[] = []
  let rest = ''
  const take = (text: string): void => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hashes.push(...parseFrameHash(line))
  }
  const decoder = new TextDecoder()
  await runFfmpeg(args, {
    ...run,
    onStdout: (chunk) => take(decoder.decode(chunk, { stream: true })),
  })
  take('\n')
  return hashes
}

/** `stream#, dts, pts, duration, size, hash`; comment lines and lines of another form give nothing. */
export function parseFrameHash(line: string): FrameHash[] {
  const match = /^(\d+),\s*(-?\w+),\s*(-?\w+),\s*(-?\w+),\s*(\d+),\s*([0-9a-f]{32})/.exec(line)
  if (!match) return []
  const [, stream, dts, pts, duration, size, md5 = ''] = match
  const time = (text: string | undefined): number | null => (text && text !== 'NOPTS' ? Number(text) : null)
  return [
    {
      stream: Number(stream),
      dts: time(dts),
      pts: time(pts),
      duration: time(duration),
      size: Number(size),
      md5,
    },
  ]
}
