// What tests of the case database share: a folder that goes away, a clock, and an item with everything in it.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import { ItemDetail } from '#contract/item.ts'
import type { MetadataEvent, MetadataFrame } from '#contract/metadata.ts'
import type { ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

// In memory where there is such a place: each commit waits for the disk, and tests have many.
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A new folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(place, 'exhibit-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const utc = (text: string): UtcTime => text as UtcTime
export const fixedTime = utc('2026-05-02T08:15:00.000Z')

/** A new case with a clock that stands still, closed after the test. */
export async function newCase(root = path.join(temporaryFolder(), 'case')): Promise<CaseDatabase> {
  const database = await createCase(root, { reference: 'R-1', examiner: 'Ada', now: () => fixedTime })
  onTestFinished(() => database.close())
  return database
}

/** A sealed item; `bytes` stands for its content and makes its hash. */
export function itemDetail(bytes: string, changes: Partial<ItemDetail['summary']> = {}): ItemDetail {
  const sha256 = sha256Of(bytes)
  const size = Buffer.byteLength(bytes)
  const id = randomUUID() as ItemId
  const levels = { '0V': true, '0M': true, '0E': false }
  const finding = {
    code: 'trailing-bytes',
    severity: 'warning',
    offset: 12,
    path: null,
    detail: 'Twelve bytes follow.',
    clause: null,
  } as const
  return ItemDetail.parse({
    summary: {
      id,
      name: 'Nord Süd.mp4',
      path: 'export/Nord Süd.mp4',
      sourcePath: '/media/stick/export/Nord Süd.mp4',
      size,
      sha256,
      status: 'ingested',
      ingestedAt: fixedTime,
      cameras: ['North gate', '"quoted"'],
      start: '2026-05-01T21:59:58.500Z',
      end: null,
      startOrigin: 'cstb',
      durationSeconds: 3.25,
      levels,
      verdict: 'sealed',
      intact: 'intact',
      trust: 'not-checked',
      trustToday: 'not-checked',
      weak: false,
      media: null,
      seals: 0,
      verifiedAt: fixedTime,
      custody: 'complete',
      hasThumbnail: false,
      kind: 'export',
      missingBytes: 0,
      completedBy: null,
      sensitive: false,
      ...changes,
    },
    verification: verification(sha256, size),
    inspection: {
      path: 'export/Nord Süd.mp4',
      size,
      sha256,
      brands: ['isom'],
      fragmented: true,
      durationSeconds: 3.25,
      tracks: [],
      export: null,
      startTimes: [],
      location: null,
      levels,
      issues: [finding],
      gaps: [],
      metadata: {
        frames: 0,
        objects: 0,
        events: 0,
        badSamples: 0,
        classes: {},
        topics: [],
        firstFrame: null,
        lastFrame: null,
      },
      positions: [],
    },
    conformance: { levels: { '0V': 'pass', '0M': 'pass', '0E': 'fail' }, checks: [] },
    findings: [finding],
    clockOffset: null,
    missing: [],
    original: { modified: null, created: null, changed: null, accessed: null, mode: null },
  })
}

export function verification(
  sha256: Sha256,
  size: number,
  verifiedAt = fixedTime,
): ItemDetail['verification'] {
  return {
    path: 'export/Nord Süd.mp4',
    size,
    sha256,
    verdict: 'sealed',
    reason: null,
    unsealedBytes: 0,
    unsealedRanges: [],
    seals: [],
    mediaSigning: [],
    findings: [],
    notChecked: ['trust'],
    verifiedAt,
    toolVersion: '0.1.0',
  }
}

/** A frame with `count` objects, `milliseconds` after the fixed time. */
export function frame(milliseconds: number, count = 1): MetadataFrame {
  return {
    kind: 'frame',
    time: after(milliseconds),
    trackId: 3,
    sample: milliseconds,
    source: null,
    ended: [],
    ptz: null,
    objects: Array.from({ length: count }, (_, at) => ({
      id: String(at + 1),
      parent: null,
      classes: [{ type: 'Human', likelihood: 0.875 }],
      class: 'Human',
      likelihood: 0.875,
      box: { left: -0.5, top: 0.25, right: 0.123456, bottom: -0.75 },
      polygon: null,
      centre: { x: -0.19, y: -0.25 },
      colour: null,
      geoLocation: null,
      speed: null,
      plate: null,
      behaviour: null,
    })),
  }
}

export function event(milliseconds: number, topic = 'tns1:RuleEngine/LineDetector/Crossed'): MetadataEvent {
  return {
    kind: 'event',
    time: after(milliseconds),
    trackId: 3,
    sample: milliseconds,
    topic,
    operation: 'Changed',
    source: [{ name: 'Rule', value: 'Gate "1"\u0000<>' }],
    key: [],
    data: [
      { name: 'ObjectId', value: '7' },
      { name: 'ObjectId', value: '8' },
    ],
    geoLocation: null,
  }
}

export const after = (milliseconds: number): UtcTime =>
  utc(new Date(Date.parse(fixedTime) + milliseconds).toISOString())

/** The code of the failure that `work` ends with; null where it ends well. Other errors pass. */
export async function failureOf(work: () => unknown): Promise<ErrorCode | null> {
  try {
    await work()
    return null
  } catch (cause) {
    if (cause instanceof EvidenceError) return cause.code
    throw cause
  }
}
