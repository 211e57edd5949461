// Step “plan”, as far as it is written down: which files there are, what will not be taken in, and where all of it lies.
import { randomUUID } from 'node:crypto'
import type { CustodyEntry } from '#contract/custody.ts'
import type { DownloadTerms, IntakeId } from '#contract/intake.ts'
import type { IngestedItem } from '#contract/item.ts'
import { utcNow } from '#engine/base/time.ts'
import type { StoredIntake, StoredTerms } from '#engine/store/intake-store.ts'
import type { IngestContext } from './ingest-context.ts'
import { digestSkipped, notTaken, recordSkipped } from './record-skipped.ts'
import type { SourceFile, SourceListing } from './source/source-file.ts'
import { storedSource } from './source/stored-source.ts'

/** An entry of the ledger names so many sources. */
const mostNamed = 500
/** So many of them are looked up for the volume that they lie on. */
const mostLookedUp = 20

export type BegunIntake = {
  intake: StoredIntake
  /** Sources that are found again only by asking somebody, by their place. */
  fresh: Map<number, SourceFile>
  skipped: IngestedItem[]
}

/** From here on the intake can go on after a crash. It is held: the caller releases it. Throws the signal's reason. */
export async function beginIntake(
  listings: readonly SourceListing[],
  context: IngestContext,
  signal: AbortSignal,
): Promise<BegunIntake> {
  const { database, actor, terms = null } = context
  const sources = await describeSources(listings, context)
  const id = randomUUID() as string as IntakeId
  const fresh = new Map<number, SourceFile>()
  const skipped = listings.flatMap((listing) =>
    listing.skipped.map(({ relativePath, reason }) => notTaken(relativePath, 0, reason)),
  )
  const told = await digestSkipped(skipped, signal)
  const files = listings.flatMap((listing) => listing.files)
  for (const [at, file] of files.entries()) if (file.ref.kind !== 'file') fresh.set(skipped.length + at, file)
  database.intakes.hold(id)
  try {
    const intake = database.transaction(() => {
      database.custody.append({
        actor,
        action: 'intake-started',
        detail: {
          ...{ intake: id, sources, sourcesTotal: listings.length, files: files.length },
          bytes: files.reduce((sum, { size }) => sum + (size ?? 0), 0),
          skipped: skipped.length,
          ...(terms ? { terms: toldTerms(terms) } : {}),
        },
      })
      recordSkipped(told, id, context)
      return database.intakes.begin(
        {
          ...{ id, startedAt: utcNow(), actor, terms: terms && kept(terms) },
          sources: listings.map(({ source }) => source.toWellFormed()),
        },
        rowsOf(skipped, files),
      )
    })
    return { intake, fresh, skipped }
  } catch (cause) {
    database.intakes.release(id)
    throw cause
  }
}

function* rowsOf(
  skipped: readonly IngestedItem[],
  files: readonly SourceFile[],
): Generator<{ source: unknown; size: number | null; outcome: IngestedItem | null }> {
  for (const item of skipped) yield { source: {}, size: 0, outcome: item }
  for (const file of files) yield { source: storedSource(file), size: file.size, outcome: null }
}

async function describeSources(
  listings: readonly SourceListing[],
  { volumeOf }: IngestContext,
): Promise<CustodyEntry['detail'][]> {
  const described: CustodyEntry['detail'][] = []
  for (const { source, kind, files, skipped, detail } of listings.slice(0, mostNamed)) {
    const isLocal = kind !== 'download'
    const volume = isLocal && described.length < mostLookedUp ? await volumeOf?.(source) : null
    described.push({
      ...{ source: source.toWellFormed(), kind, files: files.length, skipped: skipped.length },
      ...detail,
      ...(volume ? { volume } : {}),
    })
  }
  return described
}

/** Names and passwords of a proxy are nobody's business but the system's. */
const kept = (terms: DownloadTerms): StoredTerms =>
  terms.proxy?.includes('@') ? { ...terms, proxy: null, proxyWithheld: true } : terms

const toldTerms = ({ expectedSha256, maxBytes, allowHttp, certificateSha256 }: DownloadTerms) => ({
  ...{ expectedSha256, maxBytes, allowHttp, certificateSha256 },
})
