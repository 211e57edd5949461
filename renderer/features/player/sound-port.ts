// Two ways from bytes to sound behind one small port: the platform's decoder, and our own for what needs none.
import { decodePcm, type PcmFormat } from './pcm.ts'

/** Decoded sound at a time in seconds on the timeline of the pictures. */
export type Piece = {
  at: number
  channels: Float32Array<ArrayBuffer>[]
  frames: number
  sampleRate: number
}

export type SoundPort = {
  /** Chunks handed over that the decoder has not taken up. */
  readonly queued: number
  readonly isOpen: boolean
  decode(seconds: number, bytes: Uint8Array<ArrayBuffer>): void
  /** Resolves when everything handed over has come out. */
  flush(): Promise<void>
  close(): void
}

export type OpenSoundPort = (events: {
  onPiece: (piece: Piece) => void
  onError: (error: Error) => void
}) => SoundPort

export const audioDecoderPort =
  (config: AudioDecoderConfig): OpenSoundPort =>
  ({ onPiece, onError }) => {
    const decoder = new AudioDecoder({
      output: (data) => {
        onPiece(pieceOf(data))
        data.close()
      },
      error: onError,
    })
    decoder.configure(config)
    return {
      get queued() {
        return decoder.decodeQueueSize
      },
      get isOpen() {
        return decoder.state === 'configured'
      },
      decode: (seconds, data) =>
        decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: Math.round(seconds * 1e6), data })),
      flush: () => decoder.flush(),
      close: () => {
        if (decoder.state !== 'closed') decoder.close()
      },
    }
  }

function pieceOf(data: AudioData): Piece {
  const frames = data.numberOfFrames
  const channels = Array.from({ length: data.numberOfChannels }, (_, planeIndex) => {
    const samples = new Float32Array(frames)
    data.copyTo(samples, { planeIndex, format: 'f32-planar' })
    return samples
  })
  return { at: data.timestamp / 1e6, channels, frames, sampleRate: data.sampleRate }
}

export const pcmPort =
  (format: PcmFormat): OpenSoundPort =>
  ({ onPiece }) => {
    let isOpen = true
    return {
      queued: 0,
      get isOpen() {
        return isOpen
      },
      decode(at, bytes) {
        const channels = decodePcm(format, bytes)
        const frames = channels[0]?.length ?? 0
        if (isOpen && frames > 0) onPiece({ at, channels, frames, sampleRate: format.sampleRate })
      },
      flush: () => Promise.resolve(),
      close: () => void (isOpen = false),
    }
  }
