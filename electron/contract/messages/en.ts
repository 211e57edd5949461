// All text that users read, in English, by key. One file a part of the product; here they are put together.
// Words: plain, short, exact; no exclamation marks; nothing is claimed that was not checked.
import { acts } from './en/acts.ts'
import { cameras } from './en/cameras.ts'
import { caseFile } from './en/case-file.ts'
import { casework } from './en/casework.ts'
import { clock } from './en/clock.ts'
import { custody } from './en/custody.ts'
import { custodyReport } from './en/custody-report.ts'
import { damage } from './en/damage.ts'
import { errors } from './en/errors.ts'
import { explain } from './en/explain.ts'
import { frames } from './en/frames.ts'
import { handOver } from './en/hand-over.ts'
import { handover } from './en/handover.ts'
import { intake } from './en/intake.ts'
import { kinds } from './en/kinds.ts'
import { keys } from './en/keys.ts'
import { ledger } from './en/ledger.ts'
import { marks } from './en/marks.ts'
import { packageGuide } from './en/package.ts'
import { panels } from './en/panels.ts'
import { picture } from './en/picture.ts'
import { proof } from './en/proof.ts'
import { quantities } from './en/quantities.ts'
import { report } from './en/report.ts'
import { search } from './en/search.ts'
import { stillSheet } from './en/still-sheet.ts'
import { structureBrowser } from './en/structure-browser.ts'
import { tracks } from './en/tracks.ts'
import { trust } from './en/trust.ts'
import { veil } from './en/veil.ts'
import { verdict } from './en/verdict.ts'
import { verifyAll } from './en/verify-all.ts'
import { window } from './en/window.ts'
import { enReview } from './en-review.ts'

export const en = {
  ...window,
  ...panels,
  ...acts,
  ...tracks,
  ...trust,
  ...clock,
  ...custody,
  ...caseFile,
  ...verifyAll,
  ...casework,
  ...handover,
  ...keys,
  ...ledger,
  ...intake,
  ...search,
  ...kinds,
  ...handOver,
  ...marks,
  ...frames,
  ...damage,
  ...picture,
  ...cameras,
  ...structureBrowser,
  ...veil,
  ...verdict,
  ...explain,
  ...proof,
  ...errors,
  ...quantities,
  ...report,
  ...custodyReport,
  ...stillSheet,
  ...packageGuide,
  ...enReview,
} as const
