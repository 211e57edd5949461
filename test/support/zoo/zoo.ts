// A zoo of small recordings in which each picture says which one it is: how cameras and recorders store video, and how it
// comes damaged. Made anew for each run.
import path from 'node:path'
import * as encodings from './encode.ts'
import { addSound, encode, remux, rate } from './encode.ts'
import { existsSync } from 'node:fs'
import { joinInside, joinTrack, type JoinedPart } from '../joined-track.ts'
import { readPackets } from './packets.ts'
import type { PictureOptions } from './pictures.ts'
import * as rewrite from './rewrite.ts'

/** What may be seen of one picture: its number, plainly nothing, or either where its bytes are damaged or those it needs. */
export type Truth = { number: number; shown: 'yes' | 'no' | 'maybe' }

export type Animal = {
  file: string
  what: string
  salt: number
  /** In the order of showing. */
  truth: Truth[]
  /** Width to height of the picture as it is to be seen. */
  aspect: number
}

type Making = { pictures: number; at: (file: string) => string }
type Maker = (making: Making, file: string) => Promise<Animal>

/** Encodings that others are made of; number and `salt` stand in their pictures. */
const encoded = {
  'b-pictures.mp4': { salt: 101, args: encodings.bPictures },
  'open-groups.mp4': { salt: 102, args: encodings.openGroups },
  'sliced-baseline.mp4': { salt: 103, args: encodings.slicedBaseline },
  'interlaced.mp4': { salt: 104, args: encodings.interlaced },
  'anamorphic.mp4': { salt: 105, args: encodings.anamorphic },
  'variable-rate.mp4': { salt: 106, args: encodings.variableRate },
  'intra-refresh.mp4': { salt: 107, args: encodings.intraRefresh },
  'upright-90.mp4': { salt: 108, args: encodings.bPictures, rotation: 90 },
  'upright-180.mp4': { salt: 109, args: encodings.bPictures, rotation: 180 },
  'upright-270.mp4': { salt: 110, args: encodings.bPictures, rotation: 270 },
  'h264-10-bit.mp4': { salt: 111, args: encodings.h264TenBit },
  'h265.mp4': { salt: 112, args: encodings.h265EightBit },
  'h265-10-bit.mp4': { salt: 113, args: encodings.h265TenBit },
  'mpeg4.mp4': { salt: 114, args: encodings.mpeg4 },
  'mjpeg.mp4': { salt: 115, args: encodings.mjpeg },
} as const satisfies Record<string, { salt: number; args: string[]; rotation?: PictureOptions['rotation'] }>

type Encoded = keyof typeof encoded

const all = (count: number, first = 0): Truth[] =>
  Array.from({ length: count }, (_, at) => ({ number: first + at, shown: 'yes' }))

const plain =
  (what: string, aspect = 16 / 9): Maker =>
  ({ pictures }, file) =>
    Promise.resolve({ file, what, salt: encoded[file as Encoded].salt, truth: all(pictures), aspect })

/** Made of one of the encodings by `make`. */
const derived =
  (
    of: Encoded,
    what: string,
    make: (from: string, to: string) => Promise<void> | void,
    more: Partial<Animal> = {},
  ): Maker =>
  async ({ at, pictures }, file) => {
    await make(at(of), at(file))
    return { file, what, salt: encoded[of].salt, truth: all(pictures), aspect: 16 / 9, ...more }
  }

const fragmented = (flags: string): string[] => ['-movflags', `empty_moov+default_base_moof${flags}`]

const makers: Record<string, Maker> = {
  'b-pictures.mp4': plain('H.264 with B-pictures, closed groups'),
  'open-groups.mp4': plain('H.264 with open groups of pictures'),
  'open-groups-cut.mp4': cutOpenGroups,
  'sliced-baseline.mp4': plain('H.264 Baseline, four slices a picture'),
  'interlaced.mp4': plain('H.264 interlaced, fields coded adaptively'),
  'anamorphic.mp4': plain('H.264 with wide pixels', (16 / 9) * (16 / 11)),
  'wide-by-container.mp4': derived(
    'b-pictures.mp4',
    'pixels that only the container says are wide',
    (from, to) => remux(from, to, ['-aspect', '64:27']),
    { aspect: 64 / 27 },
  ),
  'variable-rate.mp4': plain('H.264, no two pictures equally long'),
  'intra-refresh.mp4': plain('H.264 that is refreshed in columns'),
  'turned-90.mp4': turned(90),
  'turned-180.mp4': turned(180),
  'turned-270.mp4': turned(270),
  'fragments.mp4': derived('b-pictures.mp4', 'a fragment for each group', (from, to) =>
    remux(from, to, fragmented('+frag_keyframe')),
  ),
  'small-fragments.mp4': derived('b-pictures.mp4', 'several fragments a group', (from, to) =>
    remux(from, to, [...fragmented(''), '-frag_duration', '300000']),
  ),
  'fragment-each.mp4': derived('open-groups.mp4', 'a fragment for each picture', (from, to) =>
    remux(from, to, fragmented('+frag_every_frame')),
  ),
  'negative-fragments.mp4': derived(
    'b-pictures.mp4',
    'fragments with negative composition offsets',
    (from, to) => remux(from, to, fragmented('+frag_keyframe+negative_cts_offsets')),
  ),
  'negative-offsets.mp4': derived('b-pictures.mp4', 'negative composition offsets', async (from, to) => {
    await remux(from, `${to}.plain`, ['-f', 'mp4', '-movflags', 'negative_cts_offsets'])
    rewrite.addShift(`${to}.plain`, to)
  }),
  'fragments-with-hole.mp4': derived(
    'b-pictures.mp4',
    'nothing recorded for 40 seconds',
    async (from, to) => {
      await remux(from, `${to}.plain`, ['-f', 'mp4', ...fragmented('+frag_keyframe')])
      rewrite.addHole(`${to}.plain`, to, 5, 40 * 12_800)
    },
  ),
  'delayed.mp4': derived('b-pictures.mp4', 'shown two seconds late', (from, to) =>
    rewrite.setEdits(from, to, [
      { movieTicks: 2_000, mediaTime: -1 },
      { movieTicks: 25_600, mediaTime: 1024 },
    ]),
  ),
  'begun-later.mp4': derived('open-groups.mp4', 'an edit list that begins within a group', (from, to) =>
    rewrite.setEdits(from, to, [{ movieTicks: 20_000, mediaTime: 1024 + 137 * 512 }]),
  ),
  'all-sync.mp4': derived(
    'b-pictures.mp4',
    'a table that says decoding can begin anywhere',
    rewrite.dropSyncTable,
  ),
  'damaged.mp4': damaged,
  'cut-off.mp4': cutOff,
  'changing-entry.mp4': changing('several sample entries, and sizes', joinTrack),
  'changing-sets.mp4': changing('parameter sets that change in the samples', (parts, to) =>
    joinInside(parts, 'avc1', to),
  ),
  'changing-sets-avc3.mp4': changing('parameter sets that change in the samples (avc3)', (parts, to) =>
    joinInside(parts, 'avc3', to),
  ),
  'changing-crop.mp4': changing('from the seventh group on columns are cropped on the left', cropLater),
  'sound-aac.mp4': derived('b-pictures.mp4', 'with sound, AAC', (from, to) =>
    addSound(from, to, ['-c:a', 'aac']),
  ),
  'sound-a-law.mp4': sound('pcm_alaw', 'G.711 A-law'),
  'sound-mu-law.mp4': sound('pcm_mulaw', 'G.711 µ-law'),
  'sound-pcm.mp4': sound('pcm_s16le', 'PCM'),
  'sound-g722.mp4': sound('g722', 'G.722'),
  'h264-10-bit.mp4': plain('H.264 High 4:2:2, 10 bits'),
  'h265.mp4': plain('H.265 Main'),
  'h265-10-bit.mp4': plain('H.265 Main 10'),
  'mpeg4.mp4': plain('MPEG-4 part 2'),
  'mjpeg.mp4': plain('Motion JPEG'),
}

export const animals = Object.keys(makers)

/** One of each kind of difficulty, and what they are made from. */
export const fewAnimals: readonly string[] = [
  'b-pictures.mp4',
  'open-groups.mp4',
  'open-groups-cut.mp4',
  'negative-fragments.mp4',
  'fragments-with-hole.mp4',
  'begun-later.mp4',
  'damaged.mp4',
  'cut-off.mp4',
  'changing-entry.mp4',
  'changing-sets.mp4',
  'changing-crop.mp4',
  'h265-10-bit.mp4',
]

/**
 * Makes these files into `folder`, of so many pictures each: at least 300, for what is damaged to have its places. What they
 * are made from has to be among them.
 */
export async function makeZoo(
  folder: string,
  pictures: number,
  wanted: readonly string[] = animals,
): Promise<Animal[]> {
  const at = (file: string): string => path.join(folder, file)
  // What is only made to be turned is no animal itself.
  const isNeeded = (file: string): boolean =>
    wanted.includes(file) || wanted.includes(file.replace(/^upright/, 'turned'))
  const waiting = Object.entries(encoded).filter(([file]) => isNeeded(file))
  // Two encoders at once: ffmpeg waits for our pictures now and then.
  await Promise.all(
    [1, 2].map(async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [file, { salt, args, ...more }] = next
        await encode(at(file), { count: pictures, salt, ...more }, args)
      }
    }),
  )
  const made: Animal[] = []
  for (const [file, make] of Object.entries(makers))
    if (wanted.includes(file)) made.push(await make({ pictures, at }, file))
  return made
}

function turned(rotation: 90 | 180 | 270): Maker {
  const of = `upright-${rotation}.mp4` as const
  const aspect = rotation === 180 ? 16 / 9 : 9 / 16
  return derived(of, `turned by ${rotation}°`, (from, to) => rewrite.turnTrack(from, to, rotation), {
    aspect,
  })
}

/** ISO base media has registered entries for these; the only writer at hand calls the file QuickTime. */
function sound(codec: string, name: string): Maker {
  return derived('b-pictures.mp4', `with sound, ${name}`, (from, to) =>
    addSound(from, to, ['-c:a', codec, '-f', 'mov']),
  )
}

/** Cut at the beginning of an open group: the pictures shown before its first one cannot be decoded. */
async function cutOpenGroups({ at, pictures }: Making, file: string): Promise<Animal> {
  const from = 'open-groups.mp4'
  await remux(at(from), at(file), ['-copyts'], ['-ss', String(121 / rate)])
  const left = await readPackets(at(file))
  const first = pictures - left.length
  const start = left[0]?.time ?? 0
  const leading = left.filter(({ time }) => time < start).length
  const truth = all(left.length, first).map((one, p): Truth => (p < leading ? { ...one, shown: 'no' } : one))
  return { file, what: 'cut at an open group', salt: encoded[from].salt, truth, aspect: 16 / 9 }
}

/** In five groups one sample each, from the harmless one to the one that all others need. */
async function damaged({ at }: Making, file: string): Promise<Animal> {
  const from = 'b-pictures.mp4'
  const packets = await readPackets(at(from))
  const groups = packets.flatMap(({ isKey }, index) => (isKey ? [index] : []))
  const wounds = [
    { group: 1, sample: 14, kind: 'noise' },
    { group: 3, sample: 20, kind: 'length' },
    { group: 5, sample: 0, kind: 'noise' },
    { group: 7, sample: 15, kind: 'zeros' },
    { group: 9, sample: 0, kind: 'zeros' },
  ] as const
  const hurt = new Set<number>()
  const places = wounds.map(({ group, sample, kind }) => {
    const index = (groups[group] ?? 0) + sample
    // Pictures after it in its group may need it; those before it in decoding order do not.
    for (let later = index; later < (groups[group + 1] ?? packets.length); later += 1) hurt.add(later)
    const { offset = 0, size = 0 } = packets[index] ?? {}
    return { offset, size, kind }
  })
  rewrite.damage(at(from), at(file), places)
  const truth = inOrder(packets).map((index, number): Truth => ({
    number,
    shown: hurt.has(index) ? 'maybe' : 'yes',
  }))
  return { file, what: 'samples damaged', salt: encoded[from].salt, truth, aspect: 16 / 9 }
}

/** One track of several encodings: coarser from the fourth group on, smaller from the seventh, then as before. */
function changing(what: string, join: (parts: readonly JoinedPart[], to: string) => Promise<void>): Maker {
  return async ({ at, pictures }, file) => {
    const salt = 116
    const make = async (name: string, coarseness: number, size: string): Promise<string> => {
      const path = at(`changing.${name}.mp4`)
      if (!existsSync(path))
        await encode(path, { count: pictures, salt }, encodings.closedGroups(coarseness, size))
      return path
    }
    const fine = await make('fine', 18, '640:360')
    const coarse = await make('coarse', 40, '640:360')
    const small = await make('small', 24, '480:270')
    await join(
      [
        { path: fine, first: 0, end: 75 },
        { path: coarse, first: 75, end: 150 },
        { path: small, first: 150, end: 225 },
        { path: fine, first: 225, end: pictures },
      ],
      at(file),
    )
    return { file, what, salt, truth: all(pictures), aspect: 16 / 9 }
  }
}

/** The third part is cropped by its parameter set, which stands in its first sample alone; so little that the number can be read. */
async function cropLater(parts: readonly JoinedPart[], to: string): Promise<void> {
  const cropped = `${to}.cropped.mp4`
  await remux(parts[2]?.path ?? '', cropped, ['-bsf:v', 'h264_metadata=crop_left=6'])
  await joinInside(
    parts.map((part, at) => (at === 2 ? { ...part, path: cropped } : part)),
    'avc1',
    to,
  )
}

async function cutOff({ at }: Making, file: string): Promise<Animal> {
  const from = 'b-pictures.mp4'
  await remux(at(from), at(`${file}.whole`), ['-f', 'mp4', '-movflags', 'faststart'])
  const packets = await readPackets(at(`${file}.whole`))
  const end = rewrite.cutOff(at(`${file}.whole`), at(file), 0.6)
  const truth = inOrder(packets).map((index, number): Truth => {
    const packet = packets[index]
    return { number, shown: packet && packet.offset + packet.size <= end ? 'yes' : 'no' }
  })
  return { file, what: 'the end of the file is missing', salt: encoded[from].salt, truth, aspect: 16 / 9 }
}

/** Indexes of packets in the order of showing. */
const inOrder = (packets: readonly { time: number }[]): number[] =>
  packets.map((_, index) => index).sort((a, b) => (packets[a]?.time ?? 0) - (packets[b]?.time ?? 0))
