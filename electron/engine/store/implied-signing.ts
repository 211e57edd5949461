// Unsigned is not in order by itself: where other recordings of the same camera carry its signatures, these may have been
// taken out on the way (ONVIF Media Signing 26.06 B.2: NOT SIGNED says nothing about why).
import type { Finding } from '#contract/finding.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { MediaSigningVerdict } from '#contract/seal.ts'
import { quote } from '#engine/base/findings.ts'
import type { Connection } from './connection.ts'

const signed = [
  'authentic',
  'authentic-with-missing',
  'not-authentic',
] as const satisfies readonly MediaSigningVerdict[]

/** Read anew each time: it depends on what else the case holds by now. */
export function impliedSigning(db: Connection, { id, media, cameras }: ItemSummary): Finding[] {
  if (media !== 'not-signed' || cameras.length === 0) return []
  const other = db
    .prepare<{ name: string; camera: string }>(
      `SELECT item.name AS name, camera.value AS camera
       FROM item, json_each(item.cameras) AS camera
       WHERE item.id <> ? AND item.media IN (SELECT value FROM json_each(?))
         AND camera.value IN (SELECT value FROM json_each(?))
       ORDER BY item.key LIMIT 1`,
    )
    .get(id, JSON.stringify(signed), JSON.stringify(cameras))
  if (!other) return []
  const detail = `This video carries no signatures of the camera, yet ${quote(other.name)}, of the same camera ${quote(other.camera)}, does: they may have been taken out.`
  return [
    {
      code: 'media-signing-absent',
      severity: 'warning',
      offset: null,
      path: null,
      detail,
      clause: 'ONVIF Media Signing 26.06 B.2',
    },
  ]
}
