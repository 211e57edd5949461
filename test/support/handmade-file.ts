// Files put together box by box, for what no honest writer makes: any sample offset, any layout, any number of seals.
import { constants, sign } from 'node:crypto'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { macSecondsFromFiletime } from '#engine/base/time.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import { writeAuib } from '#engine/exportfile/boxes/auib.ts'
import { writeCstb } from '#engine/exportfile/boxes/cstb.ts'
import { writeIpro } from '#engine/exportfile/boxes/ipro.ts'
import { writeCert, writeSchi, writeSibo } from '#engine/exportfile/boxes/schi.ts'
import { writeSchm } from '#engine/exportfile/boxes/schm.ts'
import { writeSuep } from '#engine/exportfile/boxes/suep.ts'
import { writeBox, writeFullBox } from '#engine/isobmff/box-writer.ts'
import { writeHdlr } from '#engine/isobmff/boxes/hdlr.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import { exportedAt, timeOf } from './made-export.ts'
import type { Signer } from './made-export.ts'

const u32 = (...values: number[]): Uint8Array =>
  values.reduce((sink, value) => sink.u32(value), new ByteSink()).finish()
const zeros = (count: number): Uint8Array => new Uint8Array(count)

export const ftyp = (): Uint8Array => writeBox('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isom'))

/** A `moov` with one video track: a sample of `sampleSize` bytes at each offset. */
export function moov(offsets: readonly number[], sampleSize: number, drefFlags = 1): Uint8Array {
  const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)
  const mvhd = writeFullBox(
    'mvhd',
    0,
    0,
    u32(0, 0, 1000, 1000, 0x10000, 0x0100_0000),
    zeros(8),
    matrix,
    zeros(24),
    u32(2),
  )
  const tkhd = writeFullBox('tkhd', 0, 7, u32(0, 0, 1, 0, 1000), zeros(16), matrix, u32(320 << 16, 180 << 16))
  const mdhd = writeFullBox('mdhd', 0, 0, u32(0, 0, 1000, 1000, 0x55c4_0000))
  const dinf = writeBox('dinf', writeFullBox('dref', 0, 0, u32(1), writeFullBox('url ', 0, drefFlags)))
  const stbl = writeBox(
    'stbl',
    writeFullBox('stsd', 0, 0, u32(1), writeBox('avc1', zeros(78))),
    writeFullBox('stts', 0, 0, u32(1, offsets.length, 40)),
    writeFullBox('stsc', 0, 0, u32(1, 1, 1, 1)),
    writeFullBox('stsz', 0, 0, u32(sampleSize, offsets.length)),
    writeFullBox('stco', 0, 0, u32(offsets.length, ...offsets)),
  )
  const minf = writeBox('minf', writeFullBox('vmhd', 0, 1, zeros(8)), dinf, stbl)
  const mdia = writeBox('mdia', mdhd, writeHdlr({ handlerType: 'vide', name: '' }), minf)
  return writeBox('moov', mvhd, writeBox('trak', tkhd, mdia))
}

export type SinfOptions = {
  startTime?: string
  comment?: string
  sigC?: Uint8Array
  signature?: Uint8Array
  certificate?: Uint8Array
  first?: Uint8Array
}

export function sinf({ key }: Signer, options: SinfOptions = {}): Uint8Array {
  const start = options.startTime ? [writeCstb([{ trackId: 1, startTime: timeOf(options.startTime) }])] : []
  const more = [
    ...(options.sigC ? [writeBox('sigC', options.sigC)] : []),
    ...(options.comment ? [writeAuib(options.comment)] : []),
  ]
  const schi = writeSchi(
    writeSibo(options.signature ?? zeros(256)),
    writeCert(options.certificate ?? key.certificate.der),
    ...more,
  )
  return writeBox('sinf', ...(options.first ? [options.first] : []), ...start, writeSchm(), schi)
}

/** `meta` with `hdlr`, `suep`, what else is given, and the seals. */
export function meta(sinfs: readonly Uint8Array[], others: readonly Uint8Array[] = []): Uint8Array {
  const source = { trackId: 1, name: 'Camera', url: '', mac: '', line: '1' }
  const unitTime = macSecondsFromFiletime(timeOf(exportedAt))
  const suep = writeSuep({
    unitName: 'Unit',
    unitUrl: '',
    unitMac: '',
    unitTime,
    operator: 'Op',
    entries: [source],
  })
  return writeFullBox(
    'meta',
    0,
    0,
    writeHdlr({ handlerType: 'null', name: '' }),
    suep,
    ...others,
    writeIpro(...sinfs),
  )
}

/** Signs the file as it stands with the default algorithm, into its last `sibo`. */
export function signLast(file: Buffer, { key }: Signer): Buffer {
  const at = file.lastIndexOf('sibo') + 4
  file.fill(0, at, at + 256)
  sign('sha256', file, {
    key: key.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 20,
  }).copy(file, at)
  return file
}

export const examine = (file: Uint8Array | ByteSource, anchors: Certificate[] = []): Promise<Examination> =>
  examineFile(
    file instanceof Uint8Array ? memorySource('handmade', file) : file,
    'handmade',
    { anchors, at: null },
    unwatched,
  )
