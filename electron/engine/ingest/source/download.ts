// Addresses are not fetched by this version.
import { EvidenceError } from '#contract/errors.ts'
import type { DownloadTerms } from '#contract/intake.ts'
import type { SourceListing } from './source-file.ts'

export function listDownload(
  url: string,
  _terms: DownloadTerms | null,
  _signal: AbortSignal,
): Promise<SourceListing> {
  return Promise.reject(unsupported(url))
}

const unsupported = (path: string): EvidenceError =>
  new EvidenceError(
    'source-unsupported',
    `“${path}” is an address; this version ingests files and folders.`,
    {
      details: { path },
    },
  )
