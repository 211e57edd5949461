// An export of the demo, sealed once more by a laboratory that compared the recorder's clock and corrects the start time.
import path from 'node:path'
import type { UtcTime } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import { openCase } from '#engine/store/case-database.ts'
import { makeSigner, sealOnceMore } from '#test/support/made-export.ts'

/** UTC `millis` later. */
export const laterBy = (millis: number, utc: string): UtcTime =>
  new Date(Date.parse(utc) + millis).toISOString() as UtcTime

/** Puts `file` into the case, by the name `name`: the export at `from`, its pictures `millis` later; the laboratory is trusted. */
export async function addCorrected(
  caseFolder: string,
  { from, name, millis }: { from: string; name: string; millis: number },
): Promise<void> {
  const { key, root } = await makeSigner('Clock laboratory')
  const database = await openCase(caseFolder, { actor: 'Officer 12' })
  try {
    const original = database.items.list().find((item) => item.name === path.basename(from))
    const start = original && database.items.load(original.id).inspection.tracks[0]?.startTime
    if (!start) throw new Error(`the case does not say when ${from} begins`)
    const to = path.join(path.dirname(caseFolder), name)
    await sealOnceMore(from, to, key, 'clock compared', laterBy(millis, start))
    const { der, signer } = root.certificate
    const { subject, notBefore, notAfter } = signer
    database.trust.add({ der, subject, notBefore, notAfter }, { actor: 'Officer 12', reason: 'Compared it' })
    const anchors = database.trust.certificates().flatMap((one) => readCertificate(one) ?? [])
    await ingest([to], { database, actor: 'Officer 12', trust: { anchors, at: null } }, unwatched)
  } finally {
    database.close()
  }
}
