// One read of a file: its SHA-256 and the verdict on all its seals. What was not checked is listed.
import type { Verification } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import { unixMicrosFromFiletime, utcNow } from '#engine/base/time.ts'
import { toolVersion } from '#engine/base/version.ts'
import { readExportInfo } from '#engine/exportfile/export-info.ts'
import type { ExportInfo } from '#engine/exportfile/export-info.ts'
import { planSeals, startPass } from '#engine/exportfile/seal-plan.ts'
import type { SealPlan } from '#engine/exportfile/seal-plan.ts'
import { judgeSeals } from '#engine/exportfile/verify-seals.ts'
import type { TrustContext } from '#engine/exportfile/verify-seals.ts'
import type { PassResult } from '#engine/exportfile/seal-pass.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { Movie } from '#engine/isobmff/movie.ts'
import type { Certificate } from '#engine/seal/certificate.ts'
import type { RevocationListFile } from '#engine/seal/revocation-list.ts'
import { reportMedia } from './judge-media.ts'
import { whatWasNotChecked } from './not-checked.ts'
import { judgePartial } from './partial-file.ts'
import { VideoPass } from './video-pass.ts'
import type { VideoReading } from './video-pass.ts'

export type TrustChoice = {
  anchors: readonly Certificate[]
  /** Certificates held here that are no roots: they may stand between a signer and an anchor. */
  storeIntermediates?: readonly Certificate[]
  /** Lists of revoked certificates held here. */
  revocationLists?: readonly RevocationListFile[]
  /** The time given by the user; null where none was. */
  at: Date | null
}

/** What is known of a file's structure before it is read through. */
export type Structure = {
  tree: BoxTree
  movie: Movie
  info: ExportInfo
  plan: SealPlan
  findings: Findings
  /** Why it is not an ISO base media file; null where it is. */
  unreadable: string | null
}

/** Reads boxes, sample tables and seals: small reads all over the file, no media. */
export async function readStructure(source: ByteSource, signal?: AbortSignal): Promise<Structure> {
  const findings = new Findings()
  const tree = await readBoxTree(source, findings, signal)
  const movie = await readMovie(source, tree, findings, signal)
  const knownTracks = new Set(movie.tracks.map(({ id }) => id))
  const info = await readExportInfo(source, tree, knownTracks, findings)
  const plan = await planSeals(source, tree, findings)
  return { tree, movie, info, plan, findings, unreadable: whyUnreadable(source, tree) }
}

const telling = new Set(['ftyp', 'styp', 'moov', 'moof', 'meta'])

function whyUnreadable(source: ByteSource, tree: BoxTree): string | null {
  if (source.size === 0) return 'The file is empty.'
  if (!tree.complete)
    return 'The file has more boxes than this version reads; nothing can be said of the rest.'
  if (tree.boxes.some(({ type }) => telling.has(type))) return null
  return 'This is not an ISO base media file: none of the boxes ftyp, moov, moof or meta was found.'
}

/** What the one read of a file gives. */
export type Reading = { pass: PassResult; video: VideoReading[] }

/** Reads the whole file once, in order: its SHA-256, all digests that its seals need, and what its video says of itself. */
export async function readThrough(source: ByteSource, structure: Structure, work: Work): Promise<Reading> {
  const pass = startPass(structure.plan)
  const video = await VideoPass.plan(source, structure.movie, work.signal)
  let done = 0
  for await (const chunk of source.stream(0, source.size, work.signal)) {
    pass.update(chunk)
    video.update(chunk, done)
    done += chunk.length
    work.report({ label: source.name, done, total: source.size, unit: 'bytes' })
  }
  return { pass: pass.finish(), video: await video.finish(source, work) }
}

/**
 * The verdict, from what `readStructure` and `readThrough` gave. `path` stands in the report as it is. `missing`: where the
 * bytes are zeros because they could not be read from the source.
 */
export async function judgeFile(
  source: ByteSource,
  path: string,
  structure: Structure,
  { pass, video }: Reading,
  trust: TrustChoice,
  missing: readonly ByteRange[] = [],
): Promise<Verification> {
  const now = new Date()
  const common = { path, size: pass.size, sha256: pass.sha256, verifiedAt: utcNow(), toolVersion }
  if (missing.length > 0) return { ...common, ...judgePartial(structure, video, missing, pass.size) }
  if (structure.unreadable !== null) {
    return {
      ...common,
      verdict: 'unreadable',
      reason: structure.unreadable,
      unsealedBytes: pass.size,
      unsealedRanges: pass.size > 0 ? [{ start: 0, end: pass.size }] : [],
      seals: [],
      mediaSigning: [],
      findings: structure.findings.list(),
      notChecked: [],
    }
  }
  const context = trustContext(structure, trust, now)
  const judgement = await judgeSeals(source, structure, pass, context)
  const mediaSigning = video.map((reading) => reportMedia(reading, context, structure.findings))
  noteVideo(video, structure.findings)
  return {
    ...common,
    ...judgement,
    mediaSigning,
    findings: structure.findings.list(),
    notChecked: whatWasNotChecked({ seals: judgement.seals, mediaSigning }, trust),
  }
}

/** Verifies one open file from its first byte to its last. */
export async function verifyFile(
  source: ByteSource,
  path: string,
  trust: TrustChoice,
  work: Work,
  missing: readonly ByteRange[] = [],
): Promise<{ verification: Verification; structure: Structure; reading: Reading }> {
  const structure = await readStructure(source, work.signal)
  const reading = await readThrough(source, structure, work)
  return {
    verification: await judgeFile(source, path, structure, reading, trust, missing),
    structure,
    reading,
  }
}

/** The roots, and the times at which certificates of this file are judged. */
export function trustContext(
  { info: { exportTime } }: Structure,
  trust: TrustChoice,
  now: Date,
): TrustContext {
  return {
    ...trust,
    exportTime: exportTime === null ? null : plausibleDate(unixMicrosFromFiletime(exportTime), now),
    now,
  }
}

/** An export time in the future, or before there were exports, says nothing about a certificate. */
function plausibleDate(unixMicros: number, now: Date): Date | null {
  const date = new Date(unixMicros / 1000)
  const year2000 = Date.UTC(2000)
  return date.getTime() >= year2000 && date.getTime() <= now.getTime() + 86_400_000 ? date : null
}

/** What was found about signatures inside the video, once a code and track. */
function noteVideo(video: readonly VideoReading[], findings: Findings): void {
  for (const { track, signing, scan } of video) {
    const path = `track ${track.id}`
    for (const { code, severity, detail, offset, clause } of signing?.findings ?? [])
      findings.add(code, severity, detail, { offset, path, clause })
    if (scan?.reason)
      findings.add('video-units-unread', 'warning', scan.reason, { path, clause: 'ISO/IEC 14496-15' })
  }
}
