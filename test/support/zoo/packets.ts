// Where ffprobe says that the samples of a file lie, in the order in which they are stored: a judge that is not ours.
import { execFileSync } from 'node:child_process'
import { findFfprobe } from '#engine/media/ffmpeg-program.ts'

export type Packet = { offset: number; size: number; time: number; isKey: boolean }

/** `stream`: which one, as ffprobe names them; the first video where not given. */
export async function readPackets(path: string, stream = 'v:0'): Promise<Packet[]> {
  const program = await findFfprobe()
  if (program === null) throw new Error('there is no ffprobe')
  const args = ['-v', 'error', '-ignore_editlist', '1', '-select_streams', stream, '-of', 'csv=p=0']
  const fields = 'packet=pts,size,pos,flags'
  const text = execFileSync(program, [...args, '-show_entries', fields, path], { encoding: 'utf8' })
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [time = '', size = '', offset = '', flags = ''] = line.split(',')
      return { time: Number(time), size: Number(size), offset: Number(offset), isKey: flags.startsWith('K') }
    })
}
