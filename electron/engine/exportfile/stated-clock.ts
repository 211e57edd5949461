// What the recorder itself states of its clock (NIST IR 8161r1 3.4): the difference to a reference clock at the export.
// It is shown and never applied: recorded times stay as they are.
import type { StatedClockOffset } from '#contract/track.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Findings } from '#engine/base/findings.ts'
import { formatUtc } from '#engine/base/time.ts'
import { pathOf, payloadSize, readPayload } from '#engine/isobmff/box.ts'
import type { Box } from '#engine/isobmff/box.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readClockOffset, xmpUuid } from './boxes/clock-offset.ts'

/** XMP of photographs can be long; a clock offset is not. */
const payloadLimit = 1 << 20
const boxesRead = 16
/** Of all boxes together. */
const totalLimit = 4 << 20
/** Clocks that were never set are decades off; further apart they are no clocks, and the number would not be exact. */
const century = 31_557_600_000_000_000n
const clause = 'NIST IR 8161r1 3.4'

/** From the first box that states one. Findings: `clock-offset-unreadable`, `-repeated`, `-malformed`,
 * `-without-zone`, `-unread`. */
export async function readStatedClock(
  source: ByteSource,
  tree: BoxTree,
  findings: Findings,
  signal?: AbortSignal,
): Promise<StatedClockOffset | null> {
  let stated: StatedClockOffset | null = null
  let left = totalLimit
  for (const [index, box] of tree.boxes.filter(({ userType }) => userType === xmpUuid).entries()) {
    signal?.throwIfAborted()
    const limit = Math.min(left, payloadLimit)
    if (limit === 0 || index === boxesRead) {
      note(
        findings,
        box,
        'clock-offset-unread',
        'warning',
        'The file has more XMP than this version looks through for a clock offset; from here on it was not read.',
      )
      break
    }
    const payload = await readPayload(source, box, limit)
    left -= payload.length
    const found = readClockOffset(payload)
    if (found === null) continue
    if ('problem' in found) {
      note(
        findings,
        box,
        'clock-offset-unreadable',
        'warning',
        `The clock offset that the file states cannot be read: ${found.problem}.`,
      )
      continue
    }
    const [recorderTime, referenceTime] = [formatUtc(found.recorderTime), formatUtc(found.referenceTime)]
    const apart = found.recorderTime - found.referenceTime
    if (recorderTime === null || referenceTime === null || apart > century || apart < -century) {
      note(
        findings,
        box,
        'clock-offset-unreadable',
        'warning',
        'The two times of the clock offset that the file states lie more than a hundred years apart, or outside the calendar.',
      )
      continue
    }
    if (!found.wellFormed || payloadSize(box) > payload.length)
      note(
        findings,
        box,
        'clock-offset-malformed',
        'deviation',
        'The XMP with the clock offset is not well-formed; its two times were read nevertheless.',
      )
    if (found.withoutZone)
      note(
        findings,
        box,
        'clock-offset-without-zone',
        'warning',
        'The times of the clock offset name no zone: they are shown as UTC, and only their difference is sure.',
      )
    const offsetMicros = Number(apart / 10n)
    if (stated !== null && stated.offsetMicros !== offsetMicros)
      note(
        findings,
        box,
        'clock-offset-repeated',
        'warning',
        `Another clock offset is stated, of ${offsetMicros} µs; the first counts.`,
      )
    stated ??= { recorderTime, referenceTime, offsetMicros }
  }
  return stated
}

function note(
  findings: Findings,
  box: Box,
  code: string,
  severity: 'warning' | 'deviation',
  detail: string,
): void {
  findings.add(code, severity, detail, { offset: box.offset, path: pathOf(box), clause })
}
