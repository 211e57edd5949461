// Small exports made in memory and on disk: real boxes and real seals around samples that no decoder has to understand.
// For tests of structure, seals and custody; the demo maker serves where pictures matter.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { rmSync } from 'node:fs'
import { unwatched } from '#engine/base/progress.ts'
import { filetime, macSecondsFromFiletime, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { appendSeal, writeSealingMeta } from '#engine/exportfile/append-seal.ts'
import type { SealRequest } from '#engine/exportfile/append-seal.ts'
import { writeLoci } from '#engine/exportfile/boxes/loci.ts'
import { writeMetx } from '#engine/exportfile/boxes/metx.ts'
import { SealWriter } from '#engine/exportfile/seal-writer.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import type { ObjectToWrite } from '#engine/metadata/write-document.ts'
import { givenSamples, writeMovie } from '#engine/media/movie-file.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { makeLeaf, makeRoot } from '#engine/seal/make-certificate.ts'
import type { KeyAndCertificate } from '#engine/seal/make-certificate.ts'

/** A folder that goes away with the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const recordedFrom = '2026-05-01T21:59:58.500Z'
export const exportedAt = '2026-05-02T08:15:00.000Z'

export const timeOf = (text: string): Filetime => {
  const time = parseUtc(text)
  if (time === null) throw new Error(`not a time: ${text}`)
  return time
}

export type Signer = { key: SealingKey; root: KeyAndCertificate }

const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') }

/** A signing key with a certificate from a root of its own. */
export async function makeSigner(commonName: string): Promise<Signer> {
  const root = await makeRoot({ commonName: `${commonName} Root`, ...validity }, 2048)
  const leaf = await makeLeaf({ commonName, ...validity }, root)
  return { key: { ...leaf, chain: [] }, root }
}

export type MadeOptions = {
  frames?: number
  sampleBytes?: number
  withMetadata?: boolean
  comment?: string
  seed?: string
  /** Frames of nothing but zeros. */
  zeros?: boolean
  /** Name of the camera in `suep`. */
  camera?: string
  /** How the samples of the metadata are coded, and what is said of it; plain XML where not given. */
  metadataCoding?: { encoding: 'gzip' | 'exi'; code: (xml: Uint8Array) => Uint8Array }
  /** What is known of the one object of the metadata, where not what is written below. */
  object?: Partial<ObjectToWrite>
  /** XML that stands in the first document of the metadata, before the rest. */
  moreMetadata?: string
}

const avc1 = writeBox('avc1', new Uint8Array(78).fill(0, 0, 78))

/** A movie of one video track (and one metadata track), all sample bytes known. */
export function madeTracks(options: MadeOptions = {}): { tracks: OutputTrack[]; samples: Uint8Array[][] } {
  const { frames = 50, sampleBytes = 400, withMetadata = true, seed = 'seed', zeros = false } = options
  const video = Array.from({ length: frames }, (_, index) =>
    asSlice(
      zeros ? new Uint8Array(sampleBytes) : bytesFrom(`${seed}/${index}`, sampleBytes),
      index % 25 === 0,
    ),
  )
  const tracks: OutputTrack[] = [
    {
      ...plain(1, 'vide', 12_800, avc1),
      width: 320,
      height: 180,
      samples: {
        length: frames,
        size: video.map(({ length }) => length),
        duration: video.map(() => 512),
        compositionOffset: video.map(() => 0),
        sync: video.map((_, index) => (index % 25 === 0 ? 1 : 0)),
      },
    },
  ]
  const samples = [video]
  if (withMetadata) {
    const { encoding = '', code = (xml: Uint8Array) => xml } = options.metadataCoding ?? {}
    const documents = Array.from({ length: frames }, (_, index) =>
      code(withMore(metadataAt(index, options.object), index === 0 ? (options.moreMetadata ?? '') : '')),
    )
    tracks.push({
      ...plain(2, 'meta', 1_000, writeMetx(encoding)),
      width: 0,
      height: 0,
      references: [{ type: 'cdsc', trackIds: [1] }],
      samples: {
        length: frames,
        size: documents.map(({ length }) => length),
        duration: documents.map(() => 40),
        compositionOffset: documents.map(() => 0),
        sync: documents.map(() => 1),
      },
    })
    samples.push(documents)
  }
  return { tracks, samples }
}

function plain(
  id: number,
  handler: string,
  timescale: number,
  sampleEntry: Uint8Array,
): Omit<OutputTrack, 'width' | 'height' | 'samples'> {
  return {
    id,
    handler,
    handlerName: '',
    timescale,
    language: 'und',
    matrixRotation: 0,
    sampleEntry,
    references: [],
    edits: [],
  }
}

export const frameTime = (index: number): string =>
  new Date(Date.parse(recordedFrom) + index * 40).toISOString()

function metadataAt(index: number, object: MadeOptions['object']): Uint8Array {
  const time = frameTime(index) as never
  return writeMetadataDocument({
    frames: [
      {
        time,
        objects: [
          {
            id: '1',
            classes: [{ type: 'Human', likelihood: 0.9 }],
            box: { left: -0.5, right: 0.5, top: 0.5, bottom: -0.5 },
            ...object,
          },
        ],
      },
    ],
    events:
      index === 10
        ? [
            {
              time,
              topic: 'tns1:RuleEngine/LineDetector/Crossed',
              source: [],
              data: [{ name: 'ObjectId', value: '1' }],
            },
          ]
        : [],
  })
}

const withMore = (document: Uint8Array, more: string): Uint8Array =>
  Buffer.from(
    Buffer.from(document)
      .toString()
      .replace(/^<tt:MetadataStream[^>]*>/, `$&${more}`),
  )

/** A sample of one H.264 slice as far as its length, its header and first_mb_in_slice = 0 go; no decoder would show it. */
function asSlice(bytes: Uint8Array, isKey: boolean): Uint8Array {
  const sample = Buffer.from(bytes)
  if (sample.length < 6) return sample
  sample.writeUInt32BE(sample.length - 4)
  sample.set([isKey ? 0x65 : 0x41, 0x88], 4)
  return sample
}

/** The same bytes for the same name, every time. */
export function bytesFrom(name: string, length: number): Uint8Array {
  const blocks: Buffer[] = []
  for (let count = 0; count * 32 < length; count += 1)
    blocks.push(createHash('sha256').update(`${name}/${count}`).digest())
  return Buffer.concat(blocks).subarray(0, length)
}

export function sealRequest(key: SealingKey, comment = '', camera = 'Camera'): SealRequest {
  const fragment = randomBytes(16).toString('hex')
  const startTime = timeOf(recordedFrom)
  const source = { url: 'rtsp://192.0.2.1/', mac: '00:00:5E:00:53:01', line: '1' }
  return {
    key,
    comment,
    startTimes: [],
    statement: {
      suep: {
        unitName: 'Test unit',
        unitUrl: '',
        unitMac: '',
        unitTime: macSecondsFromFiletime(timeOf(exportedAt)),
        operator: 'Tester',
        entries: [
          { trackId: 1, name: camera, ...source },
          { trackId: 2, name: camera, ...source },
        ],
      },
      cstb: [{ trackId: 1, startTime }],
      sumi: { fragment, predecessor: fragment, successor: fragment, startTime, duration: 20_000_000n },
    },
  }
}

/** An unsealed file `ftyp moov mdat`. */
export async function writeUnsealed(path: string, options: MadeOptions = {}): Promise<void> {
  const parts: Uint8Array[] = []
  await writeBody({ write: (bytes) => Promise.resolve(void parts.push(Uint8Array.from(bytes))) }, options)
  await writeFile(path, Buffer.concat(parts))
}

/** A conformant export of level 0E, sealed once. */
export async function writeSealed(path: string, key: SealingKey, options: MadeOptions = {}): Promise<void> {
  const writer = await SealWriter.create(path, key)
  await writeBody(writer, options)
  const { bytes, signatureOffset } = writeSealingMeta(
    sealRequest(key, options.comment ?? '', options.camera),
    writer.signatureLength,
  )
  await writer.writeWithSignature(bytes, signatureOffset)
  await writer.finish()
}

async function writeBody(
  writer: { write(bytes: Uint8Array): Promise<void> },
  options: MadeOptions,
): Promise<void> {
  const { tracks, samples } = madeTracks(options)
  const layout = layOutMovie(tracks, {
    creationTime: macSecondsFromFiletime(timeOf(exportedAt)),
    udta: [writeLoci({ name: 'Yard', latitude: 57.7, longitude: 11.97, altitude: 6 })],
  })
  await writeMovie(
    writer,
    layout,
    samples.map((list) => givenSamples(list)),
    unwatched,
    'test',
  )
}

/** One more seal on a copy. */
export async function sealOnceMore(
  from: string,
  to: string,
  key: SealingKey,
  comment = '',
  startTime: string | null = null,
): Promise<void> {
  const source = await openFileSource(from)
  try {
    const request = sealRequest(key, comment)
    const startTimes = startTime === null ? [] : [{ trackId: 1, startTime: filetime(timeOf(startTime)) }]
    await appendSeal(source, to, { ...request, startTimes }, unwatched)
  } finally {
    await source.close()
  }
}
