// A conformant export in memory, of which any part can be left out or made otherwise. Its seal is a dummy.
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import { writeCstb } from '#engine/exportfile/boxes/cstb.ts'
import { writeIpro } from '#engine/exportfile/boxes/ipro.ts'
import { writeLoci } from '#engine/exportfile/boxes/loci.ts'
import { writeSinf } from '#engine/exportfile/boxes/sinf.ts'
import { writeSuep } from '#engine/exportfile/boxes/suep.ts'
import { writeSumi } from '#engine/exportfile/boxes/sumi.ts'
import { filetime } from '#engine/base/time.ts'
import { writeFullBox } from '#engine/isobmff/box-writer.ts'
import { writeHdlr } from '#engine/isobmff/boxes/hdlr.ts'
import { layOutFragments } from '#engine/isobmff/fragment-writer.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { madeTracks } from '#test/support/made-export.ts'

const startTime = filetime(134_221_463_985_000_000n)
const source = { name: 'Cam', url: '', mac: '', line: '1' }
const fragment = '0123456789abcdef0123456789abcdef'

export const suepOf = (...trackIds: number[]): Uint8Array =>
  writeSuep({
    unitName: 'Unit',
    unitUrl: '',
    unitMac: '',
    unitTime: 3_786_825_600n,
    operator: 'Op',
    entries: trackIds.map((trackId) => ({ trackId, ...source })),
  })

export const sinf = writeSinf({
  signature: new Uint8Array(256).fill(1),
  certificateDer: new Uint8Array(64).fill(2),
  startTimes: [],
  comment: '',
})

/** Children of the file-level `meta`; null leaves one out. */
export type MetaParts = {
  suep?: Uint8Array | null
  cstb?: Uint8Array | null
  sumi?: Uint8Array | null
  ipro?: Uint8Array | null
  more?: Uint8Array[]
}

export type FileParts = {
  /** Of each track; 20 unless told otherwise. */
  frames?: number
  tracks?: (tracks: OutputTrack[]) => OutputTrack[]
  /** Bytes of the samples of the metadata track, where they are to be others. */
  metadata?: (index: number, bytes: Uint8Array) => Uint8Array
  udta?: Uint8Array[]
  meta?: MetaParts | null
  fragmented?: boolean
  behind?: Uint8Array[]
}

const meta = ({ suep, cstb, sumi, ipro, more = [] }: MetaParts): Uint8Array =>
  writeFullBox(
    'meta',
    0,
    0,
    writeHdlr({ handlerType: 'null', name: '' }),
    ...[
      suep === undefined ? suepOf(1, 2) : suep,
      cstb === undefined ? writeCstb([{ trackId: 1, startTime }]) : cstb,
      sumi === undefined
        ? writeSumi({ fragment, predecessor: fragment, successor: fragment, startTime, duration: 1n })
        : sumi,
      ...more,
      ipro === undefined ? writeIpro(sinf) : ipro,
    ].filter((box) => box !== null),
  )

export function madeFile(parts: FileParts = {}): Buffer {
  const { tracks, samples } = madeTracks({ frames: parts.frames ?? 20, sampleBytes: 50 })
  const media = samples.map((list, track) =>
    track === 1 && parts.metadata ? list.map((bytes, index) => parts.metadata!(index, bytes)) : list,
  )
  for (const [index, track] of tracks.entries())
    Object.assign(track.samples, { size: media[index]!.map(({ length }) => length) })
  const kept = parts.tracks ? parts.tracks(tracks) : tracks
  const options = {
    creationTime: 3_786_825_600n,
    udta: parts.udta ?? [writeLoci({ name: 'Yard', latitude: 57.7, longitude: 11.97, altitude: 6 })],
  }
  const bytesOf = ({
    track,
    firstSample,
    count,
  }: {
    track: number
    firstSample: number
    count: number
  }): Uint8Array => Buffer.concat(media[kept[track]!.id - 1]!.slice(firstSample, firstSample + count))
  const tail = [...(parts.meta === null ? [] : [meta(parts.meta ?? {})]), ...(parts.behind ?? [])]
  if (parts.fragmented) {
    const { head, fragments } = layOutFragments(kept, options)
    return Buffer.concat([
      head,
      ...fragments.flatMap(({ head: moof, runs }) => [moof, ...runs.map(bytesOf)]),
      ...tail,
    ])
  }
  const { head, chunks } = layOutMovie(kept, options)
  return Buffer.concat([head, ...chunks.map(bytesOf), ...tail])
}

export const examined = (bytes: Uint8Array): Promise<Examination> =>
  examineFile(memorySource('made', bytes), 'made', { anchors: [], at: null }, unwatched)

/** The same bytes with every box of one type called otherwise. */
export function renamed(bytes: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes)
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 4)) copy.write(to, at, 'latin1')
  return copy
}
