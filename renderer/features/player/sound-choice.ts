// Whether an item has sound that can be played here, and with which track.
import type { Track } from '#contract/track.ts'
import { call, mediaUrl } from '../../client/client.ts'
import { loadSampleTable } from '../../state/playhead-samples.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { chooseAudioConfig } from './decoder-config.ts'
import { SampleReader } from './sample-reader.ts'
import { Sound, soundShift } from './sound.ts'

export type SoundState =
  | { kind: 'none' }
  | { kind: 'ready' }
  | { kind: 'unsupported'; codec: string }
  | { kind: 'failed'; detail: string }

/** Opens the first audio track. Whatever goes wrong here costs the sound, never the picture. */
export async function openSound(
  playhead: Playhead,
  video: Track,
  signal: AbortSignal,
): Promise<{ sound: Sound | null; state: SoundState }> {
  const detail = playhead.detail
  const audio = playhead.tracks.find((track) => track.kind === 'audio' && track.samples > 0)
  if (!detail || !audio) return { sound: null, state: { kind: 'none' } }
  const choice = await chooseAudioConfig(audio)
  if ('unsupported' in choice)
    return { sound: null, state: { kind: 'unsupported', codec: choice.unsupported } }
  const itemId = detail.summary.id
  try {
    const table = await loadSampleTable(
      audio.samples,
      audio.timescale,
      (first, count) => call('track.samples', { itemId, trackId: audio.id, first, count }),
      { signal },
    )
    const reader = new SampleReader(mediaUrl(itemId, playhead.bytesIn), table)
    const exported = playhead.originKind !== null && playhead.originKind !== 'mvhd'
    return {
      sound: new Sound(table, reader, choice.config, soundShift(video, audio, exported)),
      state: { kind: 'ready' },
    }
  } catch (error) {
    return {
      sound: null,
      state: { kind: 'failed', detail: error instanceof Error ? error.message : String(error) },
    }
  }
}
