// Sound that the platform cannot decode: the engine does, and the window reads it as it reads any other, run by run.
import type { Track } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import type { SoundResult } from '#contract/review.ts'
import { mediaUrl, startJob } from '../../client/client.ts'
import { jobs } from '../../state/jobs.svelte.ts'
import { SampleTable } from '../../state/playhead-samples.ts'
import { SampleReader } from './sample-reader.ts'
import { pcmPort, type OpenSoundPort } from './sound-port.ts'

const framesPerRun = 4_096

/** Where each run of decoded sound lies, as a table of samples. */
function tableOfRuns({ sampleRate, channels, frames }: SoundResult): SampleTable {
  const count = Math.ceil(frames / framesPerRun)
  const table = new SampleTable(count, sampleRate)
  const column = (of: (run: number) => number): number[] => Array.from({ length: count }, (_, run) => of(run))
  const length = (run: number): number => Math.min(framesPerRun, frames - run * framesPerRun)
  const start = column((run) => run * framesPerRun)
  if (count === 0) return table
  table.add({
    first: 0,
    total: count,
    offset: column((run) => run * framesPerRun * channels * 2),
    size: column((run) => length(run) * channels * 2),
    decodeTime: start,
    compositionTime: start,
    duration: column(length),
    sync: start.map(() => 1),
    entry: start.map(() => 0),
    entries: [],
  })
  return table
}

export type DecodedSound = {
  table: SampleTable
  reader: SampleReader
  openPort: OpenSoundPort
  sampleRate: number
}

/** Null where it was cancelled; rejects as the job fails. */
export async function openDecodedSound(itemId: ItemId, audio: Track): Promise<DecodedSound | null> {
  const { jobId, ended } = await startJob('sound.open', { itemId, trackId: audio.id, samples: true })
  // Why there is no sound is said by the button for it.
  jobs.watched.add(jobId)
  const result = await ended
  if (!result) return null
  const { sampleRate, channels } = result
  const table = tableOfRuns(result)
  return {
    table,
    reader: new SampleReader(mediaUrl(itemId, { track: audio.id, sound: 'samples' }), table),
    openPort: pcmPort({ coding: 'integer', bytes: 2, littleEndian: true, channels, sampleRate }),
    sampleRate,
  }
}
