// The migrations in order. A new one is a new file and one more line here; `test/fixtures/schema.sql` shows the outcome.
import { initial } from './0010-initial.ts'
import { metadataIndex } from './0020-metadata-index.ts'
import { answersClockRevocation } from './0030-answers-clock-revocation.ts'
import { intakes } from './0040-intake.ts'
import { search } from './0050-search.ts'
import { marks } from './0060-marks.ts'
import { sensitive } from './0070-sensitive.ts'
import { lanes } from './0090-lanes.ts'
import { objectBars } from './0100-object-bars.ts'
import { scene } from './0110-scene.ts'
import { lanesToldApart } from './0120-lanes-told-apart.ts'
import { gapsLeftOut } from './0130-gaps-left-out.ts'
import { ptzAndAspects } from './0140-ptz-and-aspects.ts'
import { metadataShift } from './0150-metadata-shift.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [
  initial,
  metadataIndex,
  answersClockRevocation,
  intakes,
  search,
  marks,
  sensitive,
  lanes,
  objectBars,
  scene,
  lanesToldApart,
  gapsLeftOut,
  ptzAndAspects,
  metadataShift,
]
