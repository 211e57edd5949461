// ZIP archives byte by byte (PKWARE APPNOTE 6.3.10), so that each field can lie by itself.
import { crc32, deflateRawSync } from 'node:zlib'

export type HandmadeEntry = {
  name: string | Buffer
  content?: Buffer
  method?: number
  flags?: number
  /** High byte: the system; 3 is Unix. */
  madeBy?: number
  attributes?: number
  crc?: number
  packed?: Buffer
  /** What the directory and the local header say instead of the truth. */
  size?: number
  packedSize?: number
  offset?: number
  extra?: Buffer
  localName?: string
  localExtra?: Buffer
  date?: number
  time?: number
}

export type HandmadeZip = {
  entries: HandmadeEntry[]
  /** Entries that the end record tells; by default the truth. */
  count?: number
  directoryOffset?: number
  zip64?: boolean
}

export const zipEntry = (name: string | Buffer, content = Buffer.from('content')): HandmadeEntry => ({
  name,
  content,
})

export function extraField(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(data.length, 2)
  return Buffer.concat([head, data])
}

type Made = { local: Buffer; central: (offset: number) => Buffer }

function makeEntry(entry: HandmadeEntry): Made {
  const content = entry.content ?? Buffer.alloc(0)
  const method = entry.method ?? 0
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content)
  const name = Buffer.from(entry.name)
  const flags = entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0)
  const extra = entry.extra ?? Buffer.alloc(0)
  const common = Buffer.alloc(22)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(flags, 2)
  common.writeUInt16LE(method, 4)
  common.writeUInt16LE(entry.time ?? 0, 6)
  common.writeUInt16LE(entry.date ?? 0x5d9c, 8)
  common.writeUInt32LE(entry.crc ?? crc32(content), 10)
  common.writeUInt32LE(entry.packedSize ?? packed.length, 14)
  common.writeUInt32LE(entry.size ?? content.length, 18)
  const lengths = (nameBytes: Buffer, extraBytes: Buffer): Buffer => {
    const both = Buffer.alloc(4)
    both.writeUInt16LE(nameBytes.length, 0)
    both.writeUInt16LE(extraBytes.length, 2)
    return both
  }
  const localName = Buffer.from(entry.localName ?? name)
  const localExtra = entry.localExtra ?? Buffer.alloc(0)
  const local = Buffer.concat([
    Buffer.from('PK\x03\x04', 'latin1'),
    ...[common, lengths(localName, localExtra), localName, localExtra, packed],
  ])
  const central = (offset: number): Buffer => {
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(entry.attributes ?? 0, 6)
    rest.writeUInt32LE(entry.offset ?? offset, 10)
    const madeBy = Buffer.alloc(2)
    madeBy.writeUInt16LE(entry.madeBy ?? 0, 0)
    return Buffer.concat([
      Buffer.from('PK\x01\x02', 'latin1'),
      ...[madeBy, common, lengths(name, extra), rest, name, extra],
    ])
  }
  return { local, central }
}

export function handmadeZip({ entries, count, directoryOffset, zip64 = false }: HandmadeZip): Buffer {
  const made = entries.map(makeEntry)
  const offsets = made.map((_, at) => made.slice(0, at).reduce((sum, { local }) => sum + local.length, 0))
  const directory = Buffer.concat(made.map(({ central }, at) => central(offsets[at] ?? 0)))
  const start = made.reduce((sum, { local }) => sum + local.length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(zip64 ? 0xffff : (count ?? entries.length), 8)
  end.writeUInt16LE(zip64 ? 0xffff : (count ?? entries.length), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(zip64 ? 0xffffffff : (directoryOffset ?? start), 16)
  const large = zip64 ? largeEnd(count ?? entries.length, directory.length, start) : []
  return Buffer.concat([...made.map(({ local }) => local), directory, ...large, end])
}

/** Zip64 end of central directory record and its locator (4.3.14, 4.3.15). */
function largeEnd(count: number, directoryBytes: number, start: number): Buffer[] {
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 0, 'latin1')
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(directoryBytes), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 0, 'latin1')
  locator.writeBigUInt64LE(BigInt(start + directoryBytes), 8)
  locator.writeUInt32LE(1, 16)
  return [record, locator]
}

/** Sizes and offset of an entry whose 32-bit fields say “see here” (4.5.3). */
export function largeSizes(size: number, packedSize: number): Buffer {
  const data = Buffer.alloc(16)
  data.writeBigUInt64LE(BigInt(size), 0)
  data.writeBigUInt64LE(BigInt(packedSize), 8)
  return extraField(0x0001, data)
}
