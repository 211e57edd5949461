// Opens what pictures come from: the stored samples themselves, or a review copy of them.
import type { ColourRange } from '#contract/picture-view.ts'
import type { Track } from '#contract/track.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'
import type { BeginningConfigs } from './beginning-configs.ts'
import { videoCopyDecoder } from './copy-decoder.ts'
import { CopyPictures } from './copy-pictures.ts'
import { beginningWith, coloursOf, disposableIn, spoilingIn, type VideoSupport } from './decoder-config.ts'
import { videoDecoderPort, type Beginning } from './decoder-port.ts'
import type { SaidColours } from './frame-colours.ts'
import { FrameDecoder } from './frame-decoder.ts'
import { pictureLimit } from './picture-cache.ts'
import type { ReviewMaking } from './review-making.svelte.ts'
import type { SampleReader } from './sample-reader.ts'

/** How pictures are decoded; `sharers`: how many recordings share memory and decoder, this one among them. */
type Decoding = { range: ColourRange; sharers: () => number }

/** `configs`: absent where parameter sets do not change in the samples. */
export function decodeSamples(
  of: { track: Track; table: SampleTable; reader: SampleReader; configs: BeginningConfigs | undefined },
  { config, software }: Extract<VideoSupport, { supported: true }>,
  { range, sharers }: Decoding,
): FrameDecoder<VideoFrame> {
  const { track, table, reader, configs } = of
  const configAt = (sample: number): string | null => (configs ? configs.at(sample) : track.decoderConfig)
  const beginningAt = (sample: number): Beginning => {
    const beginning = beginningWith(track, config, configAt(sample))
    // Of several at once nobody looks for damage before they play.
    return sharers() > 1 ? { ...beginning, goesOn: null } : beginning
  }
  const openPort = videoDecoderPort(beginningAt, {
    range,
    coloursOf: saidColours(track, table, (picture) => configAt(table.decodeIndex(picture))),
  })
  const limit = pictureLimit(track.width, track.height, software, sharers())
  const [isDisposable, isSpoiling] = [disposableIn(track), spoilingIn(track)]
  return new FrameDecoder<VideoFrame>({ table, reader, openPort, isDisposable, isSpoiling, limit, configs })
}

export const decodeCopy = (
  { track, table }: { track: Track; table: SampleTable },
  making: ReviewMaking,
  { range, sharers }: Decoding,
): CopyPictures<VideoFrame> =>
  new CopyPictures<VideoFrame>({
    count: table.count,
    decoder: videoCopyDecoder((picture) => table.shapeOf(picture) ?? track, range),
    group: (picture) => making.group(picture),
    read: (run, start, stop) => making.read(run, start, stop),
    limit: pictureLimit(...largest(track, table), true, sharers()),
  })

/** What is said of the colours of a picture; `configAt`: the configuration that it is decoded with. */
function saidColours(
  track: Track,
  { entries }: SampleTable,
  configAt: (picture: number) => string | null,
): (picture: number) => SaidColours | null {
  let last: { decoderConfig: string | null; said: SaidColours | null } | null = null
  return (picture) => {
    const decoderConfig = configAt(picture)
    if (last?.decoderConfig !== decoderConfig)
      last = { decoderConfig, said: coloursOf({ ...track, decoderConfig }, entries[0]?.colours) }
    return last.said
  }
}

/** Width and height of the largest picture that a sample entry speaks of. */
function largest(track: Track, { entries }: SampleTable): [number, number] {
  const sizes = [track, ...entries].map(({ width, height }) => [width, height] as [number, number])
  return sizes.reduce((most, size) => (size[0] * size[1] > most[0] * most[1] ? size : most))
}
