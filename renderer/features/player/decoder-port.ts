// WebCodecs behind a small port: chunks go in by sample, pictures come out by the number they are shown at.
import type { ColourRange } from '#contract/picture-view.ts'
import { ColourReader, type SaidColours } from './frame-colours.ts'

/** What the frame decoder needs of a decoder. Pictures arrive in presentation order, some samples late. */
export type DecoderPort = {
  /** Chunks handed over that the decoder has not taken up, and pictures on their way from it. */
  readonly queued: number
  /** Whether the decoder had decoded something else before the last restart, as far as is known. */
  readonly wentOn: boolean
  /**
   * Nothing of what was fed before comes out any more; the next chunk has to be this sync sample. `afresh`: nothing of it is left in
   * the decoder either, where it could show in what is damaged.
   */
  restart(sample: number, afresh: boolean): void
  /** Throws where the decoder refuses the chunk at once. */
  feed(presentationIndex: number, sync: boolean, bytes: Uint8Array<ArrayBuffer>): void
  /** Resolves when every picture fed so far has come out. Afterwards only a sync sample may follow. */
  flush(): Promise<void>
  close(): void
}

export type PortEvents<Frame> = {
  onPicture(presentationIndex: number, frame: Frame): void
  onProgress(): void
  /** The decoder is gone. `isOwn`: what it failed on was fed since the last restart; else it may be of before. */
  onError(error: Error, isOwn: boolean): void
}

export type OpenPort<Frame> = (events: PortEvents<Frame>) => DecoderPort

/**
 * Time stamps are presentation indexes, not times: they come back unchanged, are never equal, and rise in the
 * order of output, as hardware decoders expect. 1 ms apart, since some round to their own clock.
 */
const stampStep = 1_000

/** Of what has to be decoded before the first sample, and is no picture of the recording. */
const noPicture = -1

/** Time stamps tell too how many times the decoder has gone on, up to this many: less than half a step. */
const runsTold = 400

/** What has to be decoded before a sample with which decoding begins; null where nothing has to. */
export type StartBefore = (sample: Uint8Array) => Uint8Array<ArrayBuffer> | null

/** How decoding begins with a sample. */
export type Beginning = {
  config: VideoDecoderConfig
  startBefore: StartBefore
  /**
   * Whether a decoder with this configuration may go on with the sample, whatever undamaged samples it decoded before: nothing of
   * them changes what comes out. Null where it never may.
   */
  goesOn: ((sample: Uint8Array) => boolean) | null
}

/** How the values of pictures are read; `coloursOf`: what is said of the picture shown at that number, null where it is not known. */
export type PictureColours = {
  range: ColourRange
  coloursOf: (presentationIndex: number) => SaidColours | null
}

/**
 * A port over the platform's `VideoDecoder`, made anew after every error. Where it can, a decoder goes on with another place: one
 * that is configured anew takes up all of its memory anew, which costs more than half of what decoding does.
 */
export const videoDecoderPort =
  (
    beginningAt: (sample: number) => Beginning,
    { range, coloursOf }: PictureColours = { range: 'file', coloursOf: () => null },
  ): OpenPort<VideoFrame> =>
  (events) => {
    let decoder: VideoDecoder | null = null
    /** What the decoder was configured with; null where it cannot go on with anything. */
    let configured: VideoDecoderConfig | null = null
    /** Whether nothing was fed since. */
    let isFresh = false
    /** Until the first sample is fed. */
    let begins: Beginning | null = null
    let colours = new ColourReader(range)
    /** Of pictures on their way, those of before the last restart are not given out. */
    let run = 0
    /** How many times the decoder has gone on since it was configured. */
    let goneOn = 0
    const stampOf = (presentationIndex: number): number => presentationIndex * stampStep + (goneOn % runsTold)
    const indexOf = ({ timestamp }: VideoFrame): number => Math.round(timestamp / stampStep)
    const decode = (presentationIndex: number, type: 'key' | 'delta', data: Uint8Array<ArrayBuffer>): void =>
      decoder?.decode(new EncodedVideoChunk({ type, timestamp: stampOf(presentationIndex), data }))
    const open = (): VideoDecoder => {
      const give = (frame: VideoFrame): void => {
        const index = indexOf(frame)
        if (decoder === made && index !== noPicture) events.onPicture(index, frame)
        else frame.close()
      }
      const fail = (error: Error): void => {
        if (decoder !== made) return
        decoder = null
        if (made.state !== 'closed') made.close()
        events.onError(error, goneOn === 0 && begins === null)
      }
      const made = new VideoDecoder({
        output: (frame) => {
          const begun = run
          const giveOwn = (read: VideoFrame): void => {
            if (begun === run) return give(read)
            read.close()
            events.onProgress()
          }
          const index = indexOf(frame)
          if (begins !== null || (goneOn > 0 && frame.timestamp !== stampOf(index))) {
            frame.close()
            events.onProgress()
            return
          }
          const said = index === noPicture ? null : coloursOf(index)
          colours.read(frame, said, { give: giveOwn, fail: (error) => begun === run && fail(error) })
        },
        error: fail,
      })
      made.addEventListener('dequeue', () => events.onProgress())
      return made
    }
    const configure = (config: VideoDecoderConfig): void => {
      if (decoder?.state === 'closed') decoder = null
      if (decoder) decoder.reset()
      else decoder = open()
      // Only software gives the values.
      decoder.configure(range === 'file' ? config : { ...config, hardwareAcceleration: 'prefer-software' })
      configured = config
      isFresh = true
      goneOn = 0
    }
    const begin = ({ config, goesOn }: Beginning, sync: boolean, bytes: Uint8Array): void => {
      const isRunning = configured === config && decoder?.state === 'configured'
      if (isRunning && !isFresh && sync && goesOn?.(bytes)) goneOn += 1
      else if (!isRunning || !isFresh) configure(config)
      isFresh = false
    }
    return {
      get queued() {
        return (decoder?.decodeQueueSize ?? 0) + colours.waiting
      },
      get wentOn() {
        return goneOn > 0 || (begins !== null && !isFresh)
      },
      restart(sample, afresh) {
        begins = beginningAt(sample)
        run += 1
        // What may be stuck in the one before keeps nothing from going on.
        if (colours.waiting > 0) colours = new ColourReader(range)
        if (afresh) configured = null
        // It gets ready while the sample is read.
        if (configured !== begins.config || !begins.goesOn) configure(begins.config)
      },
      feed(presentationIndex, sync, bytes) {
        if (begins) begin(begins, sync, bytes)
        const before = begins && sync ? begins.startBefore(bytes) : null
        begins = null
        if (before) decode(noPicture, 'key', before)
        // Behind a beginning of our own it is a picture like any other.
        decode(presentationIndex, sync && !before ? 'key' : 'delta', bytes)
      },
      async flush() {
        configured = null
        await decoder?.flush()
        await colours.done
      },
      close() {
        const closing = decoder
        decoder = null
        if (closing && closing.state !== 'closed') closing.close()
      },
    }
  }
