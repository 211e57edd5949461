// A finding: something malformed, missing, deviating or suspicious in evidence. Data, never an exception.
import { z } from 'zod'
import { Bytes } from './units.ts'

/**
 * `info`: worth knowing · `deviation`: differs from the specification, harmless to meaning ·
 * `warning`: something was lost, guessed or not checked · `error`: a part could not be read.
 */
export const Severity = z.enum(['info', 'deviation', 'warning', 'error'])
export type Severity = z.infer<typeof Severity>

export const Finding = z.strictObject({
  /** Stable kebab-case code, for scripts and for translations. */
  code: z.string(),
  severity: Severity,
  /** Byte offset in the file; null where the finding has no single place. */
  offset: Bytes.nullable(),
  /** Box path such as `moov/trak[1]/mdia/minf/stbl/stsz`; null where it does not apply. */
  path: z.string().nullable(),
  /** One plain English sentence with the values seen. Text from evidence in it is quoted and shortened. */
  detail: z.string(),
  /** Clause that it deviates from, e.g. `ONVIF EFF 26.06 5.6.2`; null where none applies. */
  clause: z.string().nullable(),
})
export type Finding = z.infer<typeof Finding>
