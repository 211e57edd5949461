// The demo case: the synthetic exports ingested, one root trusted. Made once in the workstation's own folder.
import { lstat, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { IngestResult } from '#contract/item.ts'
import { ifThere } from '#engine/base/look-up.ts'
import type { Work } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { makeThumbnails, withoutThumbnail } from '#engine/ingest/thumbnails.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import { loadCertificates } from '#engine/seal/trust-anchors.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { makeDemoFiles } from './demo-files.ts'
import type { DemoFiles } from './demo-files.ts'

export const demoReference = 'Demo · Harbour Yard, 1 May 2026'
const demoActor = 'Demo'

/** Makes the demo case in `folder` unless it is there; a case that was begun and not finished is made anew. */
export async function makeDemoCase(folder: string, work: Work): Promise<void> {
  const database = join(folder, 'case.sqlite')
  // What cannot be looked at is not removed to make it anew.
  if ((await ifThere(database, lstat(database))) !== null) return
  const exportsFolder = `${folder}-exports`
  const unfinished = `${folder}.partial`
  await mkdir(dirname(folder), { recursive: true })
  for (const leftover of [exportsFolder, unfinished, folder])
    await rm(leftover, { recursive: true, force: true })
  const files = await makeDemoFiles(exportsFolder, work)
  const made = await createCase(unfinished, { reference: demoReference, examiner: demoActor })
  try {
    await fillDemoCase(made, files, work)
  } finally {
    made.close()
  }
  await rename(unfinished, folder)
}

/** Trusts the VMS's root and ingests the four exports. */
export async function fillDemoCase(
  database: CaseDatabase,
  files: DemoFiles,
  work: Work,
): Promise<IngestResult> {
  for (const { der, signer } of await loadCertificates(files.vmsRoot)) {
    database.trust.add(
      { der, subject: signer.subject, notBefore: signer.notBefore, notAfter: signer.notAfter },
      { actor: demoActor, reason: 'Root of the demo’s video management system' },
    )
  }
  const anchors = database.trust.certificates().flatMap((der) => readCertificate(der) ?? [])
  const sources = [files.sealed, files.sealedTwice, files.tampered, files.unsealed]
  const result = await ingest(sources, { database, actor: demoActor, trust: { anchors, at: null } }, work)
  await makeThumbnails(database, withoutThumbnail(database), work)
  return result
}
