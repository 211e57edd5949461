// Calls about all stored pictures of a track: what they are, and lists of them as files.
import type { EngineHandlers } from '#contract/calls.ts'
import { openFileSource } from '../base/byte-source.ts'
import { scanFrames, tellScan } from '../bitstream/scan-frames.ts'
import { exportFrameList } from '../export/frame-list.ts'
import { exportFrameMd5 } from '../export/frame-md5-list.ts'
import type { Workbench } from '../workbench.ts'
import { findStoredTrack, findTrack } from './track-calls.ts'

export function frameCalls(bench: Workbench): Pick<EngineHandlers, 'frames.scan' | 'frames.export'> {
  return {
    'frames.scan': ({ itemId, trackId }) => {
      const { summary, missing } = bench.database.items.load(itemId)
      const jobId = bench.jobs.start('frames', async (work) => {
        // Track and bytes of the same file: the original, or what a video of another format was laid out in.
        const track = await findTrack(bench, itemId, trackId)
        const source = await openFileSource(bench.reviews.playedFile(itemId))
        const isOriginal = summary.kind !== 'video'
        try {
          return tellScan(trackId, await scanFrames(source, track, isOriginal ? missing : [], work))
        } finally {
          await source.close()
        }
      })
      return Promise.resolve({ jobId })
    },
    'frames.export': ({ itemId, trackId, format, path }) => {
      const { database, actor } = bench
      const item = database.items.load(itemId)
      const jobId = bench.jobs.start('frame-list', async (work) => {
        const isExport = item.summary.kind === 'export'
        // Of a file without a table of samples ffmpeg can still list what it decodes.
        const track = isExport || format === 'csv' ? await findStoredTrack(bench, itemId, trackId) : null
        if (format === 'csv' && track) return exportFrameList(item, path, { database, track, actor }, work)
        const expected = track ? track.samples.length : null
        return exportFrameMd5(item, path, { database, actor, trackId: track?.id ?? null, expected }, work)
      })
      return Promise.resolve({ jobId })
    },
  }
}
