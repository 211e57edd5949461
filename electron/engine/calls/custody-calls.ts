// Calls about the ledger, those who act, and handing over.
import type { EngineHandlers } from '#contract/calls.ts'
import { pending } from './pending.ts'

type CustodyCalls = Pick<
  EngineHandlers,
  | 'custody.note'
  | 'custody.sign'
  | 'custody.timeStamp'
  | 'custody.export'
  | 'handover.start'
  | 'examiner.list'
  | 'examiner.create'
  | 'examiner.remove'
  | 'examiner.current'
  | 'examiner.signIn'
  | 'examiner.signOut'
>

export const custodyCalls = (): CustodyCalls => ({
  'custody.note': pending,
  'custody.sign': pending,
  'custody.timeStamp': pending,
  'custody.export': pending,
  'handover.start': pending,
  'examiner.list': pending,
  'examiner.create': pending,
  'examiner.remove': pending,
  'examiner.current': pending,
  'examiner.signIn': pending,
  'examiner.signOut': pending,
})
