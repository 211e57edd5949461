// Whether an item has sound that can be played here, and with which track.
import type { Track } from '#contract/track.ts'
import { call } from '../../client/client.ts'
import { loadSampleTable, type SampleTable } from '../../state/playhead-samples.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { chooseAudioConfig } from './decoder-config.ts'
import { playedReader } from './sample-reader.ts'
import { soundShift } from '../../state/sound-shift.ts'
import { pcmFormat } from './pcm.ts'
import { audioDecoderPort, pcmPort, type OpenSoundPort } from './sound-port.ts'
import { openDecodedSound } from './decoded-sound.ts'
import { Sound } from './sound.ts'

export type SoundState =
  | { kind: 'none' }
  | { kind: 'ready' }
  /** `failed`: why the platform did not answer whether it can decode it, in its own words. */
  | { kind: 'unsupported'; codec: string; failed?: string }
  /** Its samples are described by several sample entries. */
  | { kind: 'entries' }
  | { kind: 'failed'; detail: string }

/** Opens the chosen audio track. Whatever goes wrong here costs the sound, never the picture. */
export async function openSound(
  playhead: Playhead,
  video: Track,
  signal: AbortSignal,
): Promise<{ sound: Sound | null; state: SoundState }> {
  const detail = playhead.detail
  const audio = playhead.audioTrack
  if (!detail || !audio) return { sound: null, state: { kind: 'none' } }
  const itemId = detail.summary.id
  try {
    // Uncompressed sound is stored in runs: fewer entries than samples.
    const { total } = await call('track.samples', { itemId, trackId: audio.id, first: 0, count: 1 })
    signal.throwIfAborted()
    const table = await loadSampleTable(
      total,
      audio.timescale,
      (first, count) => call('track.samples', { itemId, trackId: audio.id, first, count }),
      { signal },
    )
    // What one entry says is wrong for the samples of another; nothing is heard rather than that.
    if (!table.hasOneEntry) return { sound: null, state: { kind: 'entries' } }
    const shift = soundShift(video, audio, detail.inspection.startTimes)
    const way = await wayOf(audio, table)
    if ('openPort' in way) {
      const reader = playedReader(playhead, itemId, table)
      return { sound: new Sound(table, reader, way, shift), state: { kind: 'ready' } }
    }
    const decoded = await openDecodedSound(itemId, audio)
    if (!decoded) return { sound: null, state: { kind: 'unsupported', codec: audio.codec, ...way } }
    return { sound: new Sound(decoded.table, decoded.reader, decoded, shift), state: { kind: 'ready' } }
  } catch (error) {
    return {
      sound: null,
      state: { kind: 'failed', detail: error instanceof Error ? error.message : String(error) },
    }
  }
}

/** How the sound is decoded; where it cannot be, whether that is because the platform did not answer. */
async function wayOf(
  audio: Track,
  table: SampleTable,
): Promise<{ openPort: OpenSoundPort; sampleRate: number } | { failed?: string }> {
  const ticks = table.duration[0] ?? 0
  // Where a tick is a sample of sound, as it is where nothing is compressed.
  const isSample = audio.timescale === audio.sampleRate && ticks > 0
  const format = isSample ? pcmFormat(audio, (table.size[0] ?? 0) / ticks) : null
  if (format) return { openPort: pcmPort(format), sampleRate: format.sampleRate }
  const choice = await chooseAudioConfig(audio)
  if ('unsupported' in choice) return choice.failed === undefined ? {} : { failed: choice.failed }
  return { openPort: audioDecoderPort(choice.config), sampleRate: choice.config.sampleRate }
}
