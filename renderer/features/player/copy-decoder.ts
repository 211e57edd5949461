// Decodes one group of a review copy at a time: everything in it comes out, or it is said why not.
import type { ReviewGroup } from '#contract/review.ts'
import type { ColourRange } from '#contract/picture-view.ts'
import { bytesOfHex, coloursOf } from './decoder-config.ts'
import { ColourReader, type SaidColours } from './frame-colours.ts'

/** Time stamps are numbers of pictures, 1 ms apart: they come back unchanged. */
const stampStep = 1_000
const hungMs = 10_000

export type CopyDecoder<Frame> = {
  /** Hands out every picture of the group that can be decoded. Rejects where the decoder fails. */
  decode(
    group: ReviewGroup,
    bytes: Uint8Array<ArrayBuffer>,
    onPicture: (picture: number, frame: Frame) => void,
  ): Promise<void>
  close(): void
}

/** Of an even size that 4:2:0 has: one less where what is stored is odd. */
const storedOf = (even: number, stored: number): number =>
  stored % 2 === 1 && even === stored + 1 ? stored : even

/** The window shows what is stored. */
function cropped(frame: VideoFrame, stored: { width: number; height: number }): VideoFrame {
  const seen = frame.visibleRect
  if (!seen) return frame
  const width = storedOf(seen.width, stored.width)
  const height = storedOf(seen.height, stored.height)
  if (width === seen.width && height === seen.height) return frame
  const shown = new VideoFrame(frame, {
    visibleRect: { x: seen.x, y: seen.y, width, height },
    displayWidth: Math.round((frame.displayWidth * width) / seen.width),
    displayHeight: Math.round((frame.displayHeight * height) / seen.height),
  })
  frame.close()
  return shown
}

/** `avc1.` and profile, compatibility and level out of an AVCDecoderConfigurationRecord. */
const codecOf = (config: string): string => `avc1.${config.slice(2, 8)}`

/** `storedSize`: of a picture, by what the file says of it; `range`: how its values are read, which a copy keeps. */
export function videoCopyDecoder(
  storedSize: (picture: number) => { width: number; height: number },
  range: ColourRange = 'file',
): CopyDecoder<VideoFrame> {
  let decoder: VideoDecoder | null = null
  let config = ''
  let take: (picture: number, frame: VideoFrame) => void = (_, frame) => frame.close()
  let fail: (error: Error) => void = () => undefined
  let said: SaidColours | null = null
  let colours = new ColourReader(range)

  const open = (wanted: string): VideoDecoder => {
    if (decoder && decoder.state !== 'closed' && config === wanted) return decoder
    if (decoder && decoder.state !== 'closed') decoder.close()
    const made = new VideoDecoder({
      output: (frame) => {
        const picture = Math.round(frame.timestamp / stampStep)
        const stored = storedSize(picture)
        // Of a group that was given up nobody wants to know any more.
        const [given, failed] = [take, fail]
        colours.read(frame, said, {
          height: storedOf(frame.visibleRect?.height ?? frame.codedHeight, stored.height),
          give: (read) => (take === given ? given(picture, cropped(read, stored)) : read.close()),
          fail: (error) => failed(error),
        })
      },
      error: (error) => fail(error),
    })
    made.configure({
      codec: codecOf(wanted),
      description: bytesOfHex(wanted),
      // The same picture on every computer, and it may be kept as long as we like.
      hardwareAcceleration: 'prefer-software',
      optimizeForLatency: true,
    })
    decoder = made
    config = wanted
    said = coloursOf({ codec: codecOf(wanted), decoderConfig: wanted })
    return made
  }

  return {
    async decode(group, bytes, onPicture) {
      const start = group.pictures[0]?.offset ?? 0
      let timer: ReturnType<typeof setTimeout> | undefined
      const failed = new Promise<never>((_, reject) => {
        fail = reject
        timer = setTimeout(() => reject(new Error('The decoder does not answer.')), hungMs)
      })
      take = onPicture
      // What may be stuck in the one before keeps nothing from going on.
      colours = new ColourReader(range)
      try {
        const opened = open(group.config)
        for (const [at, { picture, offset, size }] of group.pictures.entries()) {
          opened.decode(
            new EncodedVideoChunk({
              type: at === 0 ? 'key' : 'delta',
              timestamp: picture * stampStep,
              data: bytes.subarray(offset - start, offset - start + size),
            }),
          )
        }
        await Promise.race([opened.flush().then(() => colours.done), failed])
      } catch (error) {
        if (decoder && decoder.state !== 'closed') decoder.close()
        decoder = null
        throw error
      } finally {
        clearTimeout(timer)
        failed.catch(() => undefined)
        take = (_, frame) => frame.close()
      }
    },
    close() {
      if (decoder && decoder.state !== 'closed') decoder.close()
      decoder = null
    },
  }
}
