// The encodings of the zoo: painted pictures through ffmpeg. Everything that only differs in its container is derived from these.
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { paintPictures, storedHeight, storedWidth, type PictureOptions } from './pictures.ts'

export const rate = 25

/** Encodes painted pictures; `args` stand between input and output, e.g. `-c:v`. */
export async function encode(path: string, pictures: PictureOptions, args: readonly string[]): Promise<void> {
  await runFfmpeg(
    [
      ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${storedWidth}x${storedHeight}`, '-r', String(rate)],
      ...['-i', 'pipe:0', '-an', ...args, '-y', fileArgument(path)],
    ],
    { input: paintPictures(pictures) },
  )
}

/** The same samples in another container. */
export async function remux(
  from: string,
  to: string,
  args: readonly string[],
  before: readonly string[] = [],
): Promise<void> {
  await runFfmpeg([...before, '-i', fileArgument(from), '-c', 'copy', ...args, '-y', fileArgument(to)])
}

/** The same samples with a tone beside them. */
export async function addSound(from: string, to: string, args: readonly string[]): Promise<void> {
  await runFfmpeg([
    ...['-i', fileArgument(from), '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=16000', '-shortest'],
    ...['-map', '0:v', '-map', '1:a', '-c:v', 'copy', ...args, '-y', fileArgument(to)],
  ])
}

const h264 = ['-c:v', 'libx264', '-preset', 'superfast', '-pix_fmt', 'yuv420p', '-crf', '26']

/** The usual one: three B-pictures, pyramid, groups of 25, closed. */
export const bPictures = [
  ...h264,
  '-g',
  '25',
  '-bf',
  '3',
  '-refs',
  '4',
  '-x264-params',
  'b-pyramid=normal:scenecut=0',
]

export const openGroups = [
  ...h264,
  '-g',
  '30',
  '-bf',
  '3',
  '-x264-params',
  'open-gop=1:scenecut=0:keyint-min=30',
]

/** The picture is made new in columns, there is one IDR picture at the start and recovery points afterwards. */
export const intraRefresh = [...h264, '-g', '40', '-bf', '0', '-x264-params', 'intra-refresh=1:scenecut=0']

export const interlaced = [...h264, '-g', '40', '-bf', '2', '-flags', '+ildct+ilme', '-top', '1']

export const anamorphic = [...h264, '-g', '40', '-bf', '2', '-vf', 'setsar=16/11']

export const slicedBaseline = [...h264, '-profile:v', 'baseline', '-g', '25', '-x264-params', 'slices=4']

/** No two pictures last equally long. */
export const variableRate = [
  ...[...h264, '-g', '50', '-bf', '2', '-vf', `settb=1/90000,setpts='(N+0.45*sin(N))*90000/${rate}'`],
  ...['-fps_mode', 'passthrough', '-enc_time_base', '1:90000', '-video_track_timescale', '90000'],
]

/** Says in its parameter sets how coarse it is: decoded by those of another one, every picture is wrong. */
export const closedGroups = (coarseness: number, size: string): string[] => [
  ...['-c:v', 'libx264', '-preset', 'superfast', '-pix_fmt', 'yuv420p', '-vf', `scale=${size}`],
  ...['-qp', String(coarseness), '-g', '25', '-bf', '2', '-x264-params', 'scenecut=0:keyint-min=25'],
]

export const h264TenBit = [
  '-c:v',
  'libx264',
  '-preset',
  'superfast',
  '-pix_fmt',
  'yuv422p10le',
  '-g',
  '50',
  '-bf',
  '2',
]

const h265 = (depth: string): string[] => [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', depth, '-tag:v', 'hvc1', '-g', '50'],
  ...['-x265-params', 'log-level=error:bframes=3'],
]
export const h265EightBit = h265('yuv420p')
export const h265TenBit = h265('yuv420p10le')
export const mpeg4 = ['-c:v', 'mpeg4', '-pix_fmt', 'yuv420p', '-q:v', '4', '-g', '50', '-bf', '2']
export const mjpeg = ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '8']

/** So many pictures a second, with B-pictures. */
export const ratedPictures = (perSecond: number): string[] => [
  ...[...bPictures, '-vf', `settb=1/90000,setpts='N*90000/${perSecond}'`],
  ...['-fps_mode', 'passthrough', '-enc_time_base', '1:90000', '-video_track_timescale', '90000'],
]
