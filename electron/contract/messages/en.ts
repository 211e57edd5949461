// All text that users read, in English, by key. One file a part of the product; here they are put together.
// Words: plain, short, exact; no exclamation marks; nothing is claimed that was not checked.
import { acts } from './en/acts.ts'
import { clock } from './en/clock.ts'
import { errors } from './en/errors.ts'
import { explain } from './en/explain.ts'
import { handover } from './en/handover.ts'
import { intake } from './en/intake.ts'
import { kinds } from './en/kinds.ts'
import { packageGuide } from './en/package.ts'
import { panels } from './en/panels.ts'
import { proof } from './en/proof.ts'
import { report } from './en/report.ts'
import { trust } from './en/trust.ts'
import { verdict } from './en/verdict.ts'
import { verifyAll } from './en/verify-all.ts'
import { window } from './en/window.ts'
import { enReview } from './en-review.ts'

export const en = {
  ...window,
  ...panels,
  ...acts,
  ...trust,
  ...clock,
  ...verifyAll,
  ...handover,
  ...intake,
  ...kinds,
  ...verdict,
  ...explain,
  ...proof,
  ...errors,
  ...report,
  ...packageGuide,
  ...enReview,
} as const
