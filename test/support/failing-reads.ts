// Media that fail on demand: reads that touch given places are refused with a system's error, as a drive would.
import { usualReading } from '#engine/ingest/source/file-source.ts'
import type { FileReading } from '#engine/ingest/source/file-source.ts'

export const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: made by a test`), { code })

export type Failing = {
  /** Byte ranges [start, end) that cannot be read. */
  bad: [number, number][]
  errno?: string
  /** How often each of them fails before it can be read after all; without it: always. */
  times?: number
  onRead?: (offset: number) => void
}

/** No waiting between the tries. */
export function failingReading({ bad, errno = 'EIO', times = Infinity, onRead }: Failing): FileReading {
  const failed = new Map<number, number>()
  return {
    ...usualReading,
    pauseMillis: 0,
    reader: (handle) => {
      const plain = usualReading.reader(handle)
      return (buffer, offset) => {
        onRead?.(offset)
        const at = bad.findIndex(([start, end]) => start < offset + buffer.length && end > offset)
        const count = (failed.get(at) ?? 0) + 1
        if (at < 0 || count > times) return plain(buffer, offset)
        failed.set(at, count)
        return Promise.reject(systemError(errno))
      }
    },
  }
}
