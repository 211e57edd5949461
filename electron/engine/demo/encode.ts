// Encodes the scene: H.264 with B-frames from painted pictures, AAC from computed sound. Plain MP4 files, from which the
// demo's exports take their samples.
import type { Work } from '#engine/base/progress.ts'
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { paintRecording } from './painter.ts'
import { durationSeconds, frameRate, height, width } from './scene.ts'
import type { Camera } from './scene.ts'

/** Numbers of the frames that a camera recorded, counted from the start of the scene. */
export function recordedFrames(camera: Camera): number[] {
  const all = Array.from({ length: durationSeconds * frameRate }, (_, index) => index)
  const { gap } = camera
  return gap ? all.filter((index) => index / frameRate < gap.from || index / frameRate >= gap.to) : all
}

/** Writes an MP4 with the camera's pictures; behind a gap begins a closed group of pictures. */
export async function encodePictures(camera: Camera, path: string, work: Work): Promise<void> {
  const frames = recordedFrames(camera)
  const firstBehindGap = camera.gap
    ? frames.findIndex((index) => index / frameRate >= (camera.gap?.to ?? 0))
    : -1
  const forced = firstBehindGap > 0 ? ['-force_key_frames', String(firstBehindGap / frameRate)] : []
  await runFfmpeg(
    [
      ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', String(frameRate)],
      ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      ...[
        '-i',
        'pipe:0',
        '-an',
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-profile:v',
        'high',
        '-crf',
        '19',
      ],
      ...['-g', String(frameRate), '-bf', '2', '-flags', '+cgop', ...forced],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
      ...['-video_track_timescale', '12800', '-f', 'mp4', '-y', fileArgument(path)],
    ],
    { input: paintRecording(camera, frames), signal: work.signal },
  )
}

export const sampleRate = 48_000

/** Writes an MP4 with a beep at each full second of the scene and a low hum between. */
export async function encodeSound(path: string, work: Work): Promise<void> {
  await runFfmpeg(
    [
      ...['-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', 'pipe:0'],
      ...['-c:a', 'aac', '-b:a', '64k', '-f', 'mp4', '-y', fileArgument(path)],
    ],
    { input: sound(), signal: work.signal },
  )
}

function* sound(): Iterable<Uint8Array> {
  for (let second = 0; second < durationSeconds; second += 1) {
    const samples = new Int16Array(sampleRate)
    for (let at = 0; at < sampleRate; at += 1) {
      const time = at / sampleRate
      const beep = time < 0.08 ? 9_000 * Math.sin(2 * Math.PI * 1_000 * time) : 0
      samples[at] = Math.round(beep + 350 * Math.sin(2 * Math.PI * 50 * time))
    }
    yield new Uint8Array(samples.buffer)
  }
}
