// Items around a verification, for tests of words and windows. Built, not read: no file stands behind them.
import { randomUUID } from 'node:crypto'
import type { Inspection } from '#contract/inspection.ts'
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import { answersOf, isAdded } from '#contract/messages/verdict.ts'
import type { Verification } from '#contract/seal.ts'
import type { Track } from '#contract/track.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { exportTime, sha256, utc } from './fake-evidence.ts'

export function fakeTrack(given: Partial<Track> = {}): Track {
  return {
    id: 1,
    kind: 'video',
    codec: 'avc1.64000b',
    width: 320,
    height: 180,
    rotation: 0,
    pixelAspect: { h: 1, v: 1 },
    samples: 250,
    timescale: 10_240,
    durationTicks: 102_400,
    syncSamples: 10,
    startTime: null,
    decoderConfig: null,
    channels: 0,
    sampleRate: 0,
    language: 'und',
    editMediaTime: 0,
    editDelaySeconds: 0,
    contentEncoding: null,
    namespace: null,
    describes: [],
    ...given,
  }
}

export type FakeItem = {
  camera: string
  name: string
  start: string | null
  seconds: number
  verification: Verification
}

/** An item around a verification, with metadata and events where it has a time. */
export function fakeItem({ camera, name, start, seconds, verification }: FakeItem, seed: number): ItemDetail {
  const id = randomUUID() as string as ItemId
  const begin = start === null ? null : utc(start)
  const end = start === null ? null : utc(new Date(Date.parse(start) + seconds * 1000).toISOString())
  const inspection = fakeInspection(camera, begin, seconds)
  const summary: ItemSummary = {
    id,
    name,
    path: `EXPORT/${name}`,
    sourcePath: `/media/usb/EXPORT/${name}`,
    size: verification.size * seed ** 3,
    sha256: sha256(seed),
    status: verification.verdict === 'unreadable' && verification.seals.length === 0 ? 'partial' : 'ingested',
    ingestedAt: utc('2026-05-03T09:12:40.000Z'),
    cameras: camera === '' ? [] : [camera],
    start: begin,
    end,
    startOrigin: begin && 'corrected cstb',
    durationSeconds: seconds,
    levels: inspection.levels,
    verdict: verification.verdict,
    ...answersOf(verification),
    added: isAdded(verification),
    seals: verification.seals.length,
    verifiedAt: verification.verifiedAt,
    custody: seed === 4 ? 'mismatch' : 'complete',
    hasThumbnail: begin !== null,
    kind: 'export',
    missingBytes: 0,
    completedBy: null,
    sensitive: false,
  }
  const checks: ItemDetail['conformance']['checks'] = [
    {
      id: 'suep-present',
      clause: 'ONVIF EFF 26.06 5.2',
      title: 'The export box is there',
      result: 'pass',
      detail: '',
      offset: null,
    },
    {
      id: 'scheme-type',
      clause: 'ONVIF EFF 26.06 5.6',
      title: 'The scheme type is ‘oeff’',
      result: 'warning',
      detail: 'It is written in upper case.',
      offset: 54_700,
    },
    {
      id: 'tfdt',
      clause: 'ONVIF EFF 26.06 5.3',
      title: 'Each fragment has its decode time',
      result: 'not-applicable',
      detail: 'The file is not fragmented.',
      offset: null,
    },
  ]
  return {
    summary,
    verification,
    inspection,
    conformance: { levels: { '0V': 'pass', '0M': 'pass', '0E': 'fail' }, checks },
    findings: [...verification.findings],
    clockOffset: null,
    missing: [],
    original: { modified: null, created: null, changed: null, accessed: null, mode: null },
  }
}

function fakeInspection(camera: string, start: UtcTime | null, seconds: number): Inspection {
  const timed = start !== null
  return {
    path: '',
    size: 56_381,
    sha256: null,
    brands: ['isom', 'iso2', 'avc1', 'mp41'],
    fragmented: false,
    durationSeconds: seconds,
    tracks: timed
      ? [
          fakeTrack({ samples: Math.round(seconds * 25), startTime: start }),
          fakeTrack({
            id: 2,
            kind: 'audio',
            codec: 'mp4a.40.2',
            width: 0,
            height: 0,
            timescale: 48_000,
            channels: 1,
            sampleRate: 48_000,
          }),
          fakeTrack({
            id: 3,
            kind: 'metadata',
            codec: 'metx',
            width: 0,
            height: 0,
            samples: 100,
            namespace: 'http://www.onvif.org/ver10/schema',
            describes: [1],
          }),
        ]
      : [],
    export: timed
      ? {
          unitName: 'Metro VMS 4.2',
          unitUrl: '',
          unitMac: '00:1b:c5:07:12:9a',
          time: exportTime,
          operator: 'k.lund',
          sources: [{ trackId: 1, name: camera, url: '', mac: '', line: '' }],
        }
      : null,
    startTimes: timed
      ? [
          { trackId: 1, utc: start, origin: 'corrected cstb' },
          { trackId: 1, utc: start, origin: 'cstb' },
        ]
      : [],
    timing: [],
    statedClockOffset: null,
    chain: null,
    format: null,
    location: timed ? { name: 'Forecourt', latitude: 48.8584, longitude: 2.2945, altitude: 35 } : null,
    levels: { '0V': timed, '0M': timed, '0E': timed && camera.endsWith('north') },
    issues: [],
    gaps: [],
    metadata: timed
      ? {
          frames: 1_204,
          objects: 3_655,
          events: 38,
          badSamples: 0,
          classes: { Human: 2_410, Vehicle: 1_100, Bicycle: 145 },
          topics: ['tns1:RuleEngine/LineDetector/Crossed', 'tns1:VideoSource/MotionAlarm'],
          firstFrame: start,
          lastFrame: start,
        }
      : {
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
  }
}
