// WebCodecs behind a small port: chunks go in by sample, pictures come out by the number they are shown at.

/** What the frame decoder needs of a decoder. Pictures arrive in presentation order, some samples late. */
export type DecoderPort = {
  /** Chunks handed over that the decoder has not taken up. */
  readonly queued: number
  /** Forgets everything; the next chunk has to be a sync sample. */
  restart(): void
  /** Throws where the decoder refuses the chunk at once. */
  feed(presentationIndex: number, sync: boolean, bytes: Uint8Array<ArrayBuffer>): void
  /** Resolves when every picture fed so far has come out. Afterwards only a sync sample may follow. */
  flush(): Promise<void>
  close(): void
}

export type PortEvents<Frame> = {
  onPicture(presentationIndex: number, frame: Frame): void
  onProgress(): void
  onError(error: Error): void
}

export type OpenPort<Frame> = (events: PortEvents<Frame>) => DecoderPort

/**
 * Time stamps are presentation indexes, not times: they come back unchanged, are never equal, and rise in the
 * order of output, as hardware decoders expect. 1 ms apart, since some round to their own clock.
 */
const stampStep = 1_000

/** A port over the platform's `VideoDecoder`, made anew after every error. */
export const videoDecoderPort =
  (config: VideoDecoderConfig): OpenPort<VideoFrame> =>
  (events) => {
    let decoder: VideoDecoder | null = null
    const open = (): VideoDecoder => {
      const made = new VideoDecoder({
        output: (frame) => {
          if (decoder === made) events.onPicture(Math.round(frame.timestamp / stampStep), frame)
          else frame.close()
        },
        error: (error) => {
          if (decoder !== made) return
          decoder = null
          events.onError(error)
        },
      })
      made.addEventListener('dequeue', () => events.onProgress())
      return made
    }
    return {
      get queued() {
        return decoder?.decodeQueueSize ?? 0
      },
      restart() {
        if (decoder?.state === 'closed') decoder = null
        if (decoder) decoder.reset()
        else decoder = open()
        decoder.configure(config)
      },
      feed(presentationIndex, sync, bytes) {
        decoder?.decode(
          new EncodedVideoChunk({
            type: sync ? 'key' : 'delta',
            timestamp: presentationIndex * stampStep,
            data: bytes,
          }),
        )
      },
      async flush() {
        await decoder?.flush()
      },
      close() {
        const closing = decoder
        decoder = null
        if (closing && closing.state !== 'closed') closing.close()
      },
    }
  }
