// Swedish, begun: what is missing here stands in English. One file a part of the product, as in `en`.
import { acts } from './sv/acts.ts'
import { cameras } from './sv/cameras.ts'
import { caseFile } from './sv/case-file.ts'
import { clock } from './sv/clock.ts'
import { custody } from './sv/custody.ts'
import { damage } from './sv/damage.ts'
import { errors } from './sv/errors.ts'
import { frames } from './sv/frames.ts'
import { intake } from './sv/intake.ts'
import { keys } from './sv/keys.ts'
import { kinds } from './sv/kinds.ts'
import { marks } from './sv/marks.ts'
import { panels } from './sv/panels.ts'
import { picture } from './sv/picture.ts'
import { proof } from './sv/proof.ts'
import { quantities } from './sv/quantities.ts'
import { review } from './sv/review.ts'
import { search } from './sv/search.ts'
import { structureBrowser } from './sv/structure-browser.ts'
import { tracks } from './sv/tracks.ts'
import { trust } from './sv/trust.ts'
import { veil } from './sv/veil.ts'
import { verdict } from './sv/verdict.ts'
import { verifyAll } from './sv/verify-all.ts'
import { window } from './sv/window.ts'
import type { Translation } from './translation.ts'

export const sv: Translation = {
  ...acts,
  ...cameras,
  ...caseFile,
  ...clock,
  ...custody,
  ...damage,
  ...errors,
  ...frames,
  ...intake,
  ...keys,
  ...kinds,
  ...marks,
  ...panels,
  ...picture,
  ...proof,
  ...quantities,
  ...review,
  ...search,
  ...structureBrowser,
  ...tracks,
  ...trust,
  ...veil,
  ...verdict,
  ...verifyAll,
  ...window,
}
