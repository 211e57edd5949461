// What the ledger says of the packages that were exported: which files, of which items, with which hashes. Export by export:
// what a later entry takes back does not touch an earlier package of the same bytes.
import { Sha256 } from '#contract/units.ts'
import type { ItemId } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { sumsName } from './check-package.ts'
import type { PackageFile } from './check-package.ts'
import { isPackageName } from './package.ts'

export type RecordedFile = { seq: number; path: string; itemId: ItemId; sha256: Sha256 }

export type RecordedPackage = {
  folder: string
  /** SHA-256 of its list of hashes, on which everything in it hangs; null where an older version did not record it. */
  sums: Sha256 | null
  /** By their names. */
  files: Map<string, RecordedFile>
}

/** What a package holds beside its items; see `ExportPackage`. */
export const companions: readonly string[] = ['VERIFY.txt', 'export.json', 'signer.pem', sumsName]

/** In the order of the ledger, without those that were taken back. */
export function recordedPackages({ custody }: CaseDatabase): RecordedPackage[] {
  const packages: (RecordedPackage & { isTakenBack: boolean })[] = []
  for (const { seq, itemId, outputSha256, detail } of custody.entriesOf(['export'])) {
    const { path } = detail
    if (typeof path !== 'string' || itemId === null || outputSha256 === null) continue
    const { folder, name } = placeOf(path)
    const latest = packages.findLast((one) => one.folder === folder)
    if (detail['failed'] === true) {
      if (latest) latest.isTakenBack = true
      continue
    }
    const { data: sums = null } = Sha256.safeParse(detail['packageSha256'])
    const file = { seq, path, itemId, sha256: outputSha256 }
    const isSame = latest && !latest.isTakenBack && latest.sums === sums && !latest.files.has(name)
    if (isSame) latest.files.set(name, file)
    else packages.push({ folder, sums, files: new Map([[name, file]]), isTakenBack: false })
  }
  return packages.filter(({ folder, isTakenBack }) => !isTakenBack && isPackageName(placeOf(folder).name))
}

/** The case may have been at work on another system: both kinds of separators count, as no file of a package has either. */
function placeOf(path: string): { folder: string; name: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return { folder: path.slice(0, Math.max(0, cut)), name: path.slice(cut + 1) }
}

/** Whether these are the files of that package: each under its name with its hash, none missing, and its list of hashes. */
export function isPackage({ sums, files }: RecordedPackage, found: readonly PackageFile[]): boolean {
  const listed = found.find(({ name }) => name === sumsName)?.sha256
  if (sums !== null && sums !== listed) return false
  const evidence = found.filter(({ name }) => !companions.includes(name))
  return (
    evidence.length === files.size && evidence.every(({ name, sha256 }) => files.get(name)?.sha256 === sha256)
  )
}
