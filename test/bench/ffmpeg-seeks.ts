// How long ffmpeg takes for the same places on the same machine, from its start to the one picture: what a figure of ours in
// milliseconds is worth depends on the machine, and the ratio hardly does.
import { spawnSync } from 'node:child_process'
import { fileArgument, guarded } from '#engine/media/ffmpeg.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'

/** Milliseconds of the whole process for the picture at each of `places`, in seconds; nothing is drawn or written. */
export async function measureFfmpegSeeks(file: string, places: readonly number[]): Promise<number[]> {
  const program = await findFfmpeg()
  return places.map((seconds) => {
    const input = ['-ss', seconds.toFixed(3), '-i', fileArgument(file)]
    const args = guarded([...input, '-map', '0:v:0', '-frames:v', '1', '-f', 'null', '-'])
    const begun = performance.now()
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    const milliseconds = performance.now() - begun
    if (status !== 0) throw new Error(`ffmpeg ended with ${String(status)}: ${stderr}`)
    return milliseconds
  })
}
