// `auib`, AdditionalUserInformationBox: one NUL-terminated UTF-8 string (ONVIF EFF 26.06 5.7.2).
import { ByteSink } from '#engine/base/byte-sink.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'

/** Text up to the NUL, or to the end where the NUL is missing. */
export function readAuib(payload: Uint8Array): string {
  const end = payload.indexOf(0)
  return new TextDecoder().decode(end < 0 ? payload : payload.subarray(0, end))
}

export const writeAuib = (text: string): Uint8Array => writeBox('auib', new ByteSink().cString(text).finish())
