// EXI as XML text: what the rest of this folder is for. One sample of timed metadata in EXI is one stream (ONVIF Streaming
// 5.1.2.1.1 “vnd.onvif.metadata.exi.ext”, with its options in the header; ONVIF EFF 26.06 5.5).
import { EventSource } from './event-source.ts'
import { readExiHeader } from './exi-header.ts'
import type { ExiHeader } from './exi-header.ts'
import { ExiInput } from './exi-input.ts'
import { ExiStop } from './exi-limits.ts'
import { XmlOutput } from './xml-output.ts'

/**
 * `xml`: the text; `damage`: a phrase about what had to be given up, null where nothing · `unsupported`: a phrase that goes
 * on from “in EXI ” · `bad`: a phrase that says why there is no text.
 */
export type DecodedExi = { xml: string; damage: string | null } | { unsupported: string } | { bad: string }

/**
 * Never throws. Of a stream that is cut or broken it gives what stands before, its open elements left open.
 *
 * @param most characters of text at most, and bytes that are inflated at most
 */
export function decodeExi(bytes: Uint8Array, most: number): DecodedExi {
  const input = new ExiInput(bytes, false)
  let header: ExiHeader
  try {
    header = readExiHeader(bytes, input)
  } catch (cause) {
    return refusal(stopOf(cause), input.place, '')
  }
  const source = new EventSource(bytes, input, header.options, most)
  const output = new XmlOutput(most)
  let stop: ExiStop | null = null
  try {
    for (const event of source.events()) output.write(event)
  } catch (cause) {
    stop = stopOf(cause)
  }
  const assumed = assumption(header)
  if (stop && (output.empty || stop.kind === 'unsupported')) return refusal(stop, source.place, assumed)
  const xml = output.finish()
  const damage = [...output.lost]
  if (source.replaced > 0) damage.push('it has characters that are none, read as U+FFFD')
  if (stop) damage.unshift(phrase(stop, source.place) + assumed)
  else if (source.behind > 0)
    damage.push(`behind the end of its EXI data there are ${source.behind} more bytes`)
  return { xml, damage: damage.length > 0 ? damage.join('; ') : null }
}

function refusal(stop: ExiStop, place: string, assumed: string): DecodedExi {
  if (stop.kind === 'unsupported') return { unsupported: stop.message }
  return { bad: phrase(stop, place) + assumed }
}

/** Whatever else is thrown in here would be a mistake of ours, and is not hidden. */
function stopOf(cause: unknown): ExiStop {
  if (cause instanceof ExiStop) return cause
  throw cause
}

function phrase(stop: ExiStop, place: string): string {
  if (stop.kind === 'cut') return `its EXI data is cut short at ${place}`
  return `its EXI data is broken at ${place}: ${stop.message}`
}

/** 5.4: what a stream does not say would have to be agreed on elsewhere; here the defaults were taken. */
function assumption(header: ExiHeader): string {
  if (header.assumed === 'options')
    return ' (how it is coded its header does not say; the defaults were taken)'
  return header.assumed ? ' (by which schema its header does not say; none was assumed)' : ''
}
