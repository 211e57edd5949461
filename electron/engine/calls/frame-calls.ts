// Calls about all stored pictures of a track: what they are, and lists of them as files.
import type { EngineHandlers } from '#contract/calls.ts'
import type { JobKind } from '#contract/job.ts'
import type { ByteRange, ItemId, JobId } from '#contract/units.ts'
import { openFileSource } from '../base/byte-source.ts'
import type { ByteSource } from '../base/byte-source.ts'
import type { Work } from '../base/progress.ts'
import { scanFrames, tellScan } from '../bitstream/scan-frames.ts'
import type { MovieTrack } from '../isobmff/movie.ts'
import { mapDamage } from '../media/map-damage.ts'
import { planReview } from '../media/review-plan.ts'
import { scanDecoded } from '../media/scan-decoded.ts'
import { exportFrameList } from '../export/frame-list.ts'
import { exportFrameMd5 } from '../export/frame-md5-list.ts'
import { refusePartialVideo } from '../export/refuse-changed.ts'
import type { Workbench } from '../workbench.ts'
import { findTrack, pictureFile } from './track-calls.ts'

type FrameCalls = Pick<EngineHandlers, 'frames.scan' | 'frames.decode' | 'frames.damage' | 'frames.export'>

type Opened = { source: ByteSource; track: MovieTrack; missing: readonly ByteRange[] }

export function frameCalls(bench: Workbench): FrameCalls {
  /** Goes through all samples of a track, in the file that is played: the original, or what a video was laid out in. */
  const goThrough = (
    kind: JobKind,
    { itemId, trackId }: { itemId: ItemId; trackId: number },
    use: (opened: Opened, work: Work) => Promise<unknown>,
  ): Promise<{ jobId: JobId }> => {
    const item = bench.database.items.load(itemId)
    const jobId = bench.jobs.start(kind, async (work) => {
      refusePartialVideo(item)
      const track = await findTrack(bench, itemId, trackId)
      const source = await openFileSource(bench.reviews.playedFile(itemId))
      try {
        return await use({ source, track, missing: item.missing }, work)
      } finally {
        await source.close()
      }
    })
    return Promise.resolve({ jobId })
  }
  return {
    'frames.scan': (asked) =>
      goThrough('frames', asked, async ({ source, track, missing }, work) =>
        tellScan(track.id, await scanFrames(source, track, missing, work)),
      ),
    'frames.decode': (asked) =>
      goThrough('decode-frames', asked, ({ source, track, missing }, work) =>
        scanDecoded({ source, track, plan: planReview(track, source.size, missing) }, work),
      ),
    'frames.damage': (asked) => goThrough('map-damage', asked, mapDamage),
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
