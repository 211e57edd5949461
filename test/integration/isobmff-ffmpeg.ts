// ffmpeg and ffprobe as the other hand: they make files, and say what is in them. Skipped, loudly, where they are not.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { Movie } from '#engine/isobmff/movie.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'

const works = (program: string): boolean => spawnSync(program, ['-version']).status === 0
export const hasFfmpeg = works('ffmpeg') && works('ffprobe')
if (!hasFfmpeg) console.warn('SKIPPED: these tests need ffmpeg and ffprobe.')

/** Four seconds of moving picture at 25 a second and a tone. */
const inputs = [
  '-f',
  'lavfi',
  '-i',
  'testsrc=size=320x180:rate=25',
  '-f',
  'lavfi',
  '-i',
  'sine=frequency=440:sample_rate=44100',
  '-t',
  '4',
]
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '3', '-g', '25', '-pix_fmt', 'yuv420p']
const aac = ['-c:a', 'aac']

/** What to hand to ffmpeg for each kind of file that the field writes. */
export const recipes = {
  'progressive.mp4': [...h264, ...aac],
  'fast-start.mp4': [...h264, ...aac, '-movflags', '+faststart'],
  'open-gop.mp4': [...h264, '-x264-params', 'open-gop=1:b-pyramid=none', ...aac],
  'open-gop-leading.mp4': [
    ...['-c:v', 'libx264', '-preset', 'medium', '-pix_fmt', 'yuv420p', '-g', '25'],
    ...['-x264-params', 'open-gop=1:bframes=3:b-adapt=0:scenecut=0'],
    ...aac,
  ],
  'negative-offsets.mp4': [...h264, ...aac, '-movflags', '+negative_cts_offsets'],
  'varying-rate.mp4': [
    '-vf',
    "select='not(mod(n,7))+not(mod(n,3))'",
    '-vsync',
    'vfr',
    ...h264,
    '-g',
    '10',
    ...aac,
  ],
  'fragmented-moof.mp4': [...h264, ...aac, '-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
  'fragmented-offset.mp4': [...h264, ...aac, '-movflags', 'frag_keyframe+empty_moov'],
  'fragmented-neither.mp4': [...h264, ...aac, '-movflags', 'frag_keyframe+empty_moov+omit_tfhd_offset'],
  'fragmented-later.mp4': [...h264, ...aac, '-movflags', 'frag_keyframe'],
  'fragmented-small.mp4': [...h264, ...aac, '-frag_duration', '100000'],
  'h265.mp4': [
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
    '-x265-params',
    'log-level=error',
    '-pix_fmt',
    'yuv420p',
    '-tag:v',
    'hvc1',
    ...aac,
  ],
  'pictures-and-law.mov': ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-c:a', 'pcm_mulaw', '-ar', '8000'],
  'uncompressed.mov': [...h264, '-c:a', 'pcm_s16le'],
} as const
export type Recipe = keyof typeof recipes

const encoders = hasFfmpeg
  ? spawnSync('ffmpeg', ['-v', 'error', '-encoders'], { encoding: 'utf8' }).stdout
  : ''
export const canMake = (recipe: Recipe): boolean =>
  recipes[recipe].every((word, at) => recipes[recipe][at - 1] !== '-c:v' || encoders.includes(` ${word} `))

export class MediaFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'exhibit-media-'))

  file(name: string): string {
    return join(this.path, name)
  }

  make(recipe: Recipe): string {
    const path = this.file(recipe)
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, ...recipes[recipe], path])
    return path
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

export type Packet = {
  stream_index: number
  pts: number
  dts: number
  size: string
  pos: string
  flags: string
}

/** All packets on the media timeline, edit lists put aside, and sync marks as stored: not as a parser judges them. */
export function probePackets(path: string): Packet[] {
  const entries = 'packet=stream_index,pts,dts,size,pos,flags'
  const json = run('ffprobe', [
    '-v',
    'error',
    '-fflags',
    'noparse',
    '-ignore_editlist',
    '1',
    '-show_entries',
    entries,
    '-of',
    'json',
    path,
  ])
  return (JSON.parse(json) as { packets: Packet[] }).packets
}

/** Rows of position, size, decode time and composition time from the first decode time on, and sync mark. */
function rowsOf(table: SampleTable): number[][] {
  const start = table.decodeTime[0] ?? 0
  return Array.from({ length: table.length }, (_, at) => {
    const decode = (table.decodeTime[at] ?? 0) - start
    return [
      table.offset[at]!,
      table.size[at]!,
      decode,
      decode + (table.compositionOffset[at] ?? 0),
      table.sync[at]!,
    ]
  })
}

/**
 * ffprobe moves decode times below 0 where a composition offset is negative, so decode times are counted from the first
 * packet, and composition times from where its decode time would be had they not been moved.
 */
function packetRows(packets: readonly Packet[], moved: number): number[][] {
  const start = packets[0]?.dts ?? 0
  return packets.map(({ pos, size, dts, pts, flags }) => [
    Number(pos),
    Number(size),
    dts - start,
    pts - start - moved,
    flags.startsWith('K') ? 1 : 0,
  ])
}

/** Samples as Exhibit and as ffprobe see them, track for stream. */
export function compareWithProbe(path: string, movie: Movie): { ours: number[][]; theirs: number[][] }[] {
  const packets = probePackets(path)
  return movie.tracks.map(({ samples }, stream) => {
    const own = packets.filter(({ stream_index }) => stream_index === stream)
    const moved = Math.max(0, -samples.compositionOffset.reduce((a, b) => Math.min(a, b), 0))
    return { ours: rowsOf(samples), theirs: packetRows(own, moved) }
  })
}

/** What ffmpeg complains of when it decodes everything. */
export function complaints(path: string): string {
  return spawnSync('ffmpeg', ['-v', 'warning', '-i', path, '-map', '0', '-f', 'null', '-'], {
    encoding: 'utf8',
  }).stderr
}

export type FrameHash = {
  stream: number
  dts: number
  pts: number
  duration: number
  size: number
  hash: string
}

/** Hashes of packets (`copy`) or of decoded pictures and sound, as shown under the edit list. */
export function frameHashes(
  path: string,
  ...options: string[]
): { timebases: number[]; frames: FrameHash[] } {
  const text = run('ffmpeg', ['-v', 'error', '-i', path, '-map', '0', ...options, '-f', 'framemd5', '-'])
  const timebases = [...text.matchAll(/^#tb \d+: (\d+)\/(\d+)$/gm)].map(
    (match) => Number(match[1]) / Number(match[2]),
  )
  const frames = text
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').map((part) => part.trim()))
    .map(([stream, dts, pts, duration, size, hash]) => ({
      stream: Number(stream),
      dts: Number(dts),
      pts: Number(pts),
      duration: Number(duration),
      size: Number(size),
      hash: hash ?? '',
    }))
  return { timebases, frames }
}

function run(program: string, parameters: string[]): string {
  return execFileSync(program, parameters, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export type FileReading = { source: ByteSource; tree: BoxTree; movie: Movie; findings: Findings }

/** Opens and reads a file; the caller closes the source. */
export async function readFile(path: string): Promise<FileReading> {
  const source = await openFileSource(path)
  const findings = new Findings()
  const tree = await readBoxTree(source, findings)
  return { source, tree, findings, movie: await readMovie(source, tree, findings) }
}
