// `sinf`, ProtectionSchemeInfoBox: one signing (ONVIF EFF 26.06 5.6.3). No `frma`: nothing is encrypted.
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { writeAuib } from './auib.ts'
import { writeCstb } from './cstb.ts'
import type { CstbEntry } from './cstb.ts'
import { writeCert, writeSchi, writeSibo } from './schi.ts'
import { writeSchm } from './schm.ts'

export type SealContent = {
  /** Zeros of the final length until the file is signed. */
  signature: Uint8Array
  certificateDer: Uint8Array
  /** Start times as this signer corrects them. */
  startTimes: readonly CstbEntry[]
  /** AdditionalUserInformation; none where empty. */
  comment: string
}

/** A `sinf` for the default algorithm: `[cstb] schm schi{sibo cert [auib]}`. */
export function writeSinf({ signature, certificateDer, startTimes, comment }: SealContent): Uint8Array {
  return writeBox(
    'sinf',
    ...(startTimes.length > 0 ? [writeCstb(startTimes)] : []),
    writeSchm(),
    writeSchi(
      writeSibo(signature),
      writeCert(certificateDer),
      ...(comment === '' ? [] : [writeAuib(comment)]),
    ),
  )
}
