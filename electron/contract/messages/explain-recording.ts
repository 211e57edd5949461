// The step of an explanation that speaks of times: where they come from, how well they are known, what corrects them. A
// recorded time is never replaced (NIST IR 8161r1; ONVIF EFF 26.06 5.3).
import type { ClockOffset } from '../clock.ts'
import type { ExplanationStep } from '../explanation.ts'
import type { Inspection } from '../inspection.ts'
import type { Verification } from '../seal.ts'
import type { StampSummary, TrackTiming } from '../track.ts'
import type { UtcTime } from '../units.ts'
import { formatClockOffset, formatSpan, listed, shown } from './explain-facts.ts'
import type { ExplainContext, Facts } from './explain-facts.ts'
import { t } from './format.ts'
import { formatUtc, shiftUtc } from './times.ts'

export function timeStep(
  { seals }: Pick<Verification, 'seals'>,
  inspection: Inspection | null,
  { clockOffset }: ExplainContext,
): ExplanationStep {
  const step = { id: 'time', title: t('step.time'), commands: null }
  if (!inspection) return { ...step, tone: 'unknown', text: [t('step.time.notExamined')], facts: [] }
  const doubtful = inspection.timing.some(({ editAmbiguity }) => editAmbiguity !== null)
  return {
    ...step,
    tone: doubtful ? 'attention' : 'unknown',
    text: [
      ...startText(inspection),
      ...correctionText(seals),
      ...inspection.timing.slice(0, tracksAtMost).flatMap(timingText),
      ...clockText(inspection, clockOffset),
      t('step.time.clock'),
    ],
    facts: timeFacts(inspection),
  }
}

const tracksAtMost = 8

export type RecordingStart = Inspection['startTimes'][number]

/** The start that counts for the recording: that of the first video track, else of the first track that has one. */
export function recordingStart({ startTimes, tracks }: Inspection): RecordingStart | null {
  const video = tracks.find(({ kind }) => kind === 'video')
  return startTimes.find(({ trackId }) => trackId === video?.id) ?? startTimes[0] ?? null
}

/** The first of each track counts. */
function countingStarts({ startTimes }: Inspection): RecordingStart[] {
  const seen = new Set<number>()
  return startTimes.filter(({ trackId }) => !seen.has(trackId) && seen.add(trackId))
}

function startText(inspection: Inspection): string[] {
  const starts = countingStarts(inspection)
  if (starts.length === 0) return [t('step.time.none')]
  const sentences = starts.slice(0, tracksAtMost).map(({ trackId, utc, origin }) =>
    t('step.time.track', {
      track: String(trackId),
      time: formatUtc(utc),
      origin: t(`startOrigin.${origin}`),
    }),
  )
  return inspection.startTimes.length > starts.length ? [...sentences, t('step.time.others')] : sentences
}

/** Corrections that intact later seals state. */
function correctionText(seals: Verification['seals']): string[] {
  return seals
    .filter(({ index, status }) => index > 0 && status === 'intact')
    .flatMap(({ index, correctedStartTimes: [first] }) =>
      first
        ? [
            t('step.time.correction', {
              seal: index + 1,
              track: String(first.trackId),
              time: formatUtc(first.utc),
            }),
          ]
        : [],
    )
}

function timingText({ trackId, uncertaintyMicros, editAmbiguity, stamps }: TrackTiming): string[] {
  const track = String(trackId)
  return [
    ...(uncertaintyMicros === null
      ? []
      : [t('step.time.uncertainty', { track, uncertainty: formatSpan(uncertaintyMicros) })]),
    ...(editAmbiguity
      ? [
          t('step.time.ambiguity', {
            track,
            micros: formatSpan(Math.abs(editAmbiguity.micros)),
            time: formatUtc(editAmbiguity.alternative),
          }),
        ]
      : []),
    ...(stamps ? [t('step.time.stamps', { count: stamps.stamped, track, locked: stamps.locked })] : []),
  ]
}

/** What the recorder states of its own clock, and what an examiner found; recorded and corrected time side by side. */
function clockText(inspection: Inspection, entered: ClockOffset | null): string[] {
  const { statedClockOffset: stated } = inspection
  const recorded = recordingStart(inspection)?.utc ?? null
  const readings = (offset: { offsetMicros: number; recorderTime: UtcTime; referenceTime: UtcTime }) => ({
    offset: formatClockOffset(offset.offsetMicros),
    recorder: formatUtc(offset.recorderTime),
    reference: formatUtc(offset.referenceTime),
  })
  return [
    ...(stated ? [t('step.time.stated', readings(stated)), ...bothTimes(recorded, stated.offsetMicros)] : []),
    ...(entered
      ? [
          t('step.time.entered', {
            ...readings(entered),
            by: shown(entered.enteredBy),
            at: formatUtc(entered.enteredAt),
            method: shown(entered.method),
          }),
          ...bothTimes(recorded, entered.offsetMicros),
        ]
      : []),
  ]
}

function bothTimes(recorded: UtcTime | null, offsetMicros: number): string[] {
  const corrected = recorded && shiftUtc(recorded, -offsetMicros)
  if (!recorded || !corrected) return []
  return [t('step.time.corrected', { recorded: formatUtc(recorded), corrected: formatUtc(corrected) })]
}

function timeFacts({ startTimes, timing }: Inspection): Facts {
  return [
    ...listed(startTimes, ({ trackId, utc, origin }) => ({
      name: t('fact.start', { track: String(trackId) }),
      value: t('fact.startValue', { time: formatUtc(utc), origin: t(`startOrigin.${origin}`) }),
    })),
    ...timing.slice(0, tracksAtMost).flatMap(({ trackId, uncertaintyMicros, stamps }) => [
      ...(uncertaintyMicros === null
        ? []
        : [
            {
              name: t('fact.uncertainty', { track: String(trackId) }),
              value: `± ${formatSpan(uncertaintyMicros)}`,
            },
          ]),
      ...(stamps ? stampFacts(String(trackId), stamps) : []),
    ]),
  ]
}

function stampFacts(track: string, stamps: StampSummary): Facts {
  const { first, last, unstamped, greatestDriftMicros, timeSource } = stamps
  return [
    {
      name: t('fact.stamps', { track }),
      value: t('fact.stampsValue', {
        first: formatUtc(first),
        last: formatUtc(last),
        unstamped,
        drift: formatSpan(Math.abs(greatestDriftMicros)),
      }),
    },
    ...(timeSource ? [{ name: t('fact.timeSource', { track }), value: shown(timeSource.name) }] : []),
  ]
}
