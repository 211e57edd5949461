// What is handed over, file by file, hashed now: the files of a package, each brought home to its item by the entries of the
// ledger, or the originals in the vault.
import { EvidenceError } from '#contract/errors.ts'
import type { HandoverFile } from '#contract/handover.ts'
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { checkPackage, hashOfSums, sumsName } from '#engine/export/check-package.ts'
import type { PackageFile } from '#engine/export/check-package.ts'
import { ExportMeter } from '#engine/export/export-meter.ts'
import { companions, isPackage, recordedPackages } from '#engine/export/recorded-packages.ts'
import type { RecordedPackage } from '#engine/export/recorded-packages.ts'
import { ingestedHashes } from '#engine/ingest/audit-items.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

export type HandedFiles = { files: HandoverFile[]; notices: string[] }

/** The items of which an export of this case made the files of the package. Fails like `checkPackage`. */
export async function itemsOfPackage(database: CaseDatabase, path: string, work: Work): Promise<ItemId[]> {
  const { files } = await packageFiles(database, path, work)
  return [...new Set(files.flatMap(({ itemId }) => itemId ?? []))]
}

/**
 * The same by the package's list of hashes alone, at once: nothing is said of its files, which are hashed when they are handed
 * over. Null where no export of this case has that list, as where an older version did not record it. Fails with
 * `package-changed` where there is none, `file-not-found` or `file-unreadable`.
 */
export async function itemsListedIn(database: CaseDatabase, path: string): Promise<ItemId[] | null> {
  const sums = await hashOfSums(path)
  const recorded = recordedPackages(database).findLast((one) => one.sums === sums)
  return recorded ? [...new Set([...recorded.files.values()].map(({ itemId }) => itemId))] : null
}

/**
 * Fails with `package-changed` where the package is not as it was exported from this case, `wrong-input` where it does not
 * hold these items, or others too, and `item-partial` where one of them is not whole.
 */
export async function packagedFiles(
  database: CaseDatabase,
  path: string,
  items: readonly ItemSummary[],
  work: Work,
): Promise<HandedFiles> {
  const { files, notices } = await packageFiles(database, path, work)
  const held = new Set(files.flatMap(({ itemId }) => itemId ?? []))
  for (const { id, name, missingBytes } of items) {
    if (missingBytes > 0) {
      const message = `Bytes of “${name}” are missing: only its original can be handed over, as it is. Nothing was handed over.`
      throw new EvidenceError('item-partial', message, { details: { itemId: id, missingBytes } })
    }
    if (held.delete(id)) continue
    const message = `The package “${path}” holds no file of “${name}”. Nothing was handed over.`
    throw new EvidenceError('wrong-input', message, { details: { path, itemId: id } })
  }
  const [other] = held
  if (other === undefined) return { files, notices }
  const message = `The package “${path}” also holds the item ${other}, which was not named: it would be handed over without a record. Nothing was handed over.`
  throw new EvidenceError('wrong-input', message, { details: { path, itemId: other } })
}

/** With what cannot be said of the package, in sentences. */
async function packageFiles(database: CaseDatabase, path: string, work: Work): Promise<HandedFiles> {
  const packages = recordedPackages(database)
  const found = await checkPackage(path, work).catch((error: unknown) => {
    throw withNothingDone(error)
  })
  const recorded = packages.findLast((one) => isPackage(one, found))
  if (!recorded) throw foreign(path, found, packages)
  const files = found.map(({ name, size, sha256 }): HandoverFile => {
    return { path: name, size, sha256, itemId: recorded.files.get(name)?.itemId ?? null }
  })
  return {
    // The evidence first, then what explains it.
    files: [...files.filter(({ itemId }) => itemId), ...files.filter(({ itemId }) => !itemId)],
    notices: recorded.sums === null ? [t('receipt.companions', { names: companions.join(', ') })] : [],
  }
}

function withNothingDone(error: unknown): unknown {
  if (!(error instanceof EvidenceError)) return error
  const { code, message, details, cause } = error
  return new EvidenceError(code, `${message} Nothing was handed over.`, { details, cause })
}

/** Says what of the package is not as it was exported. */
function foreign(
  path: string,
  found: readonly PackageFile[],
  packages: readonly RecordedPackage[],
): EvidenceError {
  const other = found.find(
    ({ name, sha256 }) =>
      !companions.includes(name) && !packages.some(({ files }) => files.get(name)?.sha256 === sha256),
  )
  const why = other
    ? `“${other.name}” in the package “${path}” is no file that was exported from this case: no entry of its ledger has SHA-256 ${other.sha256} under that name.`
    : `The package “${path}” is none that was exported from this case: no export of its ledger has these files together with this ${sumsName}. The list, or a file that it names, was exchanged.`
  const details = other ? { path, name: other.name, sha256: other.sha256 } : { path }
  return new EvidenceError('package-changed', `${why} Nothing was handed over.`, { details })
}

/** Fails with `item-damaged` where an original is not what was ingested, by the ledger and by the case, its length included. */
export async function originalFiles(
  database: CaseDatabase,
  items: readonly ItemSummary[],
  work: Work,
): Promise<HandedFiles> {
  const ingested = ingestedHashes([...database.custody.entriesOf(['ingest', 'completed'])])
  const meter = new ExportMeter(
    work,
    items.reduce((sum, { size }) => sum + size, 0),
  )
  const files: HandoverFile[] = []
  const notices: string[] = []
  for (const { id, name, path, sha256, size, missingBytes } of items) {
    const { sha256: found, size: measured } = await hashOriginal(
      database.vault.path(sha256),
      name,
      meter.next(name, size),
    )
    const expected = ingested.get(id) ?? null
    if (found !== sha256 || expected !== sha256) {
      const message = `The original of “${name}” in the vault has SHA-256 ${found}; the case says ${sha256}, its ledger ${expected ?? '(no entry)'}. Nothing was handed over.`
      throw new EvidenceError('item-damaged', message, { details: { itemId: id, found, sha256, expected } })
    }
    // The bytes are those that were ingested: then what the case says of their number was changed.
    if (measured !== size) {
      const message = t('receipt.otherSize', { name, measured, size })
      throw new EvidenceError('item-damaged', message, { details: { itemId: id, measured, size } })
    }
    files.push({ path, size: measured, sha256, itemId: id })
    if (missingBytes > 0) {
      const places = database.items.load(id).missing.length
      notices.push(t('receipt.partial', { name, bytes: missingBytes, places, size }))
    }
  }
  return { files, notices }
}

/** `size`: how many bytes went into the hash. */
async function hashOriginal(
  path: string,
  label: string,
  work: Work,
): Promise<{ sha256: Sha256; size: number }> {
  const source = await openFileSource(path)
  let size = 0
  try {
    const sha256 = await sha256OfSource(source, {
      signal: work.signal,
      onBytes: (done) => {
        size = done
        work.report({ label, done, total: source.size, unit: 'bytes' })
      },
    })
    return { sha256, size }
  } finally {
    await source.close()
  }
}
