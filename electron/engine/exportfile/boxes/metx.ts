// `metx`, XMLMetaDataSampleEntry (ISO/IEC 14496-12 12.3.3) as ONVIF EFF 26.06 5.5 uses it.
import { ByteSink } from '#engine/base/byte-sink.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'

export const onvifMetadataNamespace = 'http://www.onvif.org/ver10/schema'

export type Metx = {
  /** Empty for plain XML, `gzip`, `exi`, or what the writer called it. */
  contentEncoding: string
  namespace: string
  schemaLocation: string
}

/**
 * Reads a whole sample entry, header included. Writers disagree on how many strings there are, so the
 * namespace is the first one that starts with http; the bytes of the samples decide on the encoding in the end.
 */
export function readMetx(entry: Uint8Array): Metx {
  const strings: string[] = []
  try {
    const cursor = new Cursor(entry)
    cursor.skip(8 + 8)
    while (cursor.remaining > 0 && strings.length < 4) strings.push(cursor.cString())
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
  }
  const at = strings.findIndex((text) => text.startsWith('http'))
  if (at < 0) return { contentEncoding: strings[0] ?? '', namespace: '', schemaLocation: '' }
  return {
    contentEncoding: strings[at - 1] ?? '',
    namespace: strings[at] ?? '',
    schemaLocation: strings[at + 1] ?? '',
  }
}

/** A whole `metx` sample entry for ONVIF metadata. */
export function writeMetx(contentEncoding: '' | 'gzip' | 'exi'): Uint8Array {
  const sink = new ByteSink()
    .zeros(6)
    .u16(1)
    .cString(contentEncoding)
    .cString(onvifMetadataNamespace)
    .cString('')
  return writeBox('metx', sink.finish())
}
