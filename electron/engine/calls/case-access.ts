// What each call does with the open case, and the one place that refuses those that write where it is open only for reading.
import type { EngineCallName, EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import type { Workbench } from '../workbench.ts'

/**
 * `apart`: of no concern to the open case, or it does without recording where it cannot. `reads`: looks at it. `writes`:
 * changes it, or is an act that has to be on record.
 */
export type CaseAccess = 'apart' | 'reads' | 'writes'

export const caseAccess: Readonly<Record<EngineCallName, CaseAccess>> = {
  'app.info': 'apart',
  'case.recent': 'apart',
  'case.create': 'apart',
  'case.open': 'apart',
  'case.current': 'reads',
  'case.close': 'apart',
  'case.veil': 'writes',
  'case.rename': 'writes',
  // The copy itself tells of it where the case cannot.
  'case.copy': 'reads',
  'case.move': 'writes',
  'case.forget': 'apart',
  'derived.delete': 'writes',
  'demo.open': 'apart',
  'item.list': 'reads',
  'item.get': 'reads',
  // Verifying gives its answer all the same, and says that it is not recorded.
  'item.verify': 'reads',
  'case.verify': 'reads',
  'item.explain': 'reads',
  'item.verifications': 'reads',
  // Looking is what a case is opened for reading for.
  'item.view': 'reads',
  'item.markSensitive': 'writes',
  'track.samples': 'reads',
  'track.times': 'reads',
  'track.picture': 'reads',
  // What is made lies beside the case, or outside of it where it is only read.
  'video.open': 'reads',
  'review.open': 'reads',
  'review.group': 'reads',
  'sound.open': 'reads',
  'track.configs': 'reads',
  'track.damage': 'reads',
  'metadata.frames': 'reads',
  'metadata.idle': 'reads',
  'metadata.ptz': 'reads',
  'metadata.events': 'reads',
  'metadata.positions': 'reads',
  'search.run': 'reads',
  'search.facets': 'reads',
  'search.counts': 'reads',
  'search.track': 'reads',
  'search.export': 'writes',
  'search.index': 'writes',
  'timeline.lanes': 'reads',
  'timeline.cameras': 'reads',
  'timeline.objects': 'reads',
  'marks.list': 'reads',
  'marks.add': 'writes',
  'marks.change': 'writes',
  'marks.remove': 'writes',
  'still.make': 'writes',
  'still.sheet': 'writes',
  'frames.scan': 'reads',
  'frames.decode': 'reads',
  'frames.damage': 'reads',
  'frames.export': 'writes',
  'structure.boxes': 'reads',
  'structure.box': 'reads',
  'structure.bytes': 'reads',
  'case.recordings': 'reads',
  'item.complete': 'writes',
  'custody.verify': 'reads',
  'custody.list': 'reads',
  'custody.place': 'reads',
  'custody.facets': 'reads',
  'custody.note': 'writes',
  'custody.accept': 'writes',
  'custody.sign': 'writes',
  'custody.timeStamp': 'writes',
  'custody.export': 'writes',
  'handover.package': 'reads',
  'handover.start': 'writes',
  'examiner.list': 'apart',
  'examiner.create': 'apart',
  'examiner.remove': 'apart',
  'examiner.current': 'apart',
  'examiner.signIn': 'apart',
  'examiner.signOut': 'apart',
  'trust.list': 'reads',
  'trust.read': 'apart',
  'trust.import': 'writes',
  'trust.remove': 'writes',
  'trust.export': 'writes',
  'clock.set': 'writes',
  'clock.withdraw': 'writes',
  'clock.list': 'reads',
  'volumes.list': 'apart',
  'volumes.watch': 'apart',
  'ingest.plan': 'writes',
  'ingest.start': 'writes',
  'ingest.unfinished': 'reads',
  'ingest.resume': 'writes',
  'ingest.giveUp': 'writes',
  'export.preview': 'reads',
  'export.picture': 'reads',
  'export.start': 'writes',
  'report.start': 'writes',
  'job.cancel': 'apart',
  'job.pause': 'apart',
  'job.resume': 'apart',
}

/** The same handlers, of which those that write fail with `case-read-only` before they do anything. */
export function refuseWriting(bench: Workbench, handlers: EngineHandlers): EngineHandlers {
  const refuse = (): void => {
    const { current } = bench
    if (current?.readOnly !== true) return
    throw new EvidenceError('case-read-only', t('casework.readOnly'), { details: { path: current.path } })
  }
  const entries = Object.entries(handlers) as [EngineCallName, (input: never) => Promise<unknown>][]
  const guarded = entries.map(([name, handler]) => {
    if (caseAccess[name] !== 'writes') return [name, handler]
    return [
      name,
      async (input: never): Promise<unknown> => {
        refuse()
        return handler(input)
      },
    ]
  })
  // Name and handler come from the same row, which the type of a list of entries cannot express.
  return Object.fromEntries(guarded) as EngineHandlers
}
