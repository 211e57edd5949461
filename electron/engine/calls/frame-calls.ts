// Calls about all stored pictures of a track: what they are, and lists of them as files.
import type { EngineHandlers } from '#contract/calls.ts'
import { openFileSource } from '../base/byte-source.ts'
import { scanFrames, tellScan } from '../bitstream/scan-frames.ts'
import { mapDamage } from '../media/map-damage.ts'
import { planReview } from '../media/review-plan.ts'
import { scanDecoded } from '../media/scan-decoded.ts'
import { exportFrameList } from '../export/frame-list.ts'
import { exportFrameMd5 } from '../export/frame-md5-list.ts'
import { refusePartialVideo } from '../export/refuse-changed.ts'
import type { Workbench } from '../workbench.ts'
import { findTrack, pictureFile } from './track-calls.ts'

type FrameCalls = Pick<EngineHandlers, 'frames.scan' | 'frames.decode' | 'frames.damage' | 'frames.export'>

export function frameCalls(bench: Workbench): FrameCalls {
  return {
    'frames.scan': ({ itemId, trackId }) => {
      const item = bench.database.items.load(itemId)
      const jobId = bench.jobs.start('frames', async (work) => {
        refusePartialVideo(item)
        // Track and bytes of the same file: the original, or what a video of another format was laid out in.
        const track = await findTrack(bench, itemId, trackId)
        const source = await openFileSource(bench.reviews.playedFile(itemId))
        try {
          return tellScan(trackId, await scanFrames(source, track, item.missing, work))
        } finally {
          await source.close()
        }
      })
      return Promise.resolve({ jobId })
    },
    'frames.decode': ({ itemId, trackId }) => {
      const item = bench.database.items.load(itemId)
      const jobId = bench.jobs.start('decode-frames', async (work) => {
        refusePartialVideo(item)
        const track = await findTrack(bench, itemId, trackId)
        const source = await openFileSource(bench.reviews.playedFile(itemId))
        try {
          const plan = planReview(track, source.size, item.missing)
          return await scanDecoded({ source, track, plan }, work)
        } finally {
          await source.close()
        }
      })
      return Promise.resolve({ jobId })
    },
    'frames.damage': ({ itemId, trackId }) => {
      const item = bench.database.items.load(itemId)
      const jobId = bench.jobs.start('map-damage', async (work) => {
        refusePartialVideo(item)
        const track = await findTrack(bench, itemId, trackId)
        const source = await openFileSource(bench.reviews.playedFile(itemId))
        try {
          return await mapDamage({ source, track, missing: item.missing }, work)
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
        if (format === 'csv') {
          const file = await pictureFile(bench, itemId, trackId, work)
          return exportFrameList(item, path, { database, file, actor }, work)
        }
        // Of a file without a table of samples ffmpeg lists what it decodes.
        const isExport = item.summary.kind === 'export'
        const expected = isExport ? (await findTrack(bench, itemId, trackId)).samples.length : null
        return exportFrameMd5(
          item,
          path,
          { database, actor, trackId: isExport ? trackId : null, expected },
          work,
        )
      })
      return Promise.resolve({ jobId })
    },
  }
}
