// `udta`, UserDataBox (ISO/IEC 14496-12 8.10.1): a plain container; its children are read from the box tree.
import { writeBox } from '../box-writer.ts'

export const writeUdta = (children: readonly Uint8Array[]): Uint8Array => writeBox('udta', ...children)
