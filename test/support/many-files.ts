// Many small sealed videos that differ: one and the same, each with a `free` box of its own behind it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Into `folder`, which is made: `0.mp4`, `1.mp4` …; `padding`: bytes of each box beyond the 16 that make it differ. */
export function manyFiles(video: string, folder: string, count: number, padding = 0): string[] {
  mkdirSync(folder, { recursive: true })
  const bytes = readFileSync(video)
  return Array.from({ length: count }, (_, at) => {
    const free = Buffer.alloc(16 + padding)
    free.writeUInt32BE(free.length)
    free.write(`free${String(at).padStart(8, '0')}`, 4)
    const path = join(folder, `${at}.mp4`)
    writeFileSync(path, Buffer.concat([bytes, free]))
    return path
  })
}
