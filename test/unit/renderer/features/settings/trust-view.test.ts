import { expect, it } from 'vitest'
import type { RevocationList, TrustScope, TrustStoreState } from '#contract/case.ts'
import type { Sha256, UtcTime } from '#contract/units.ts'
import {
  currencyChip,
  describeAdded,
  heldElsewhere,
  heldIn,
  validityChip,
  type Anchor,
} from '../../../../../renderer/features/settings/trust-view.ts'

const utc = (text: string): UtcTime => text as UtcTime
const decided = { importedAt: utc('2026-05-01T00:00:00.000Z'), importedBy: 'Officer 12', reason: 'known' }
const root = (name: string, scope: TrustScope): Anchor => ({
  sha256: name,
  scope,
  subject: `CN=${name}`,
  notBefore: utc('2026-01-01T00:00:00.000Z'),
  notAfter: utc('2027-01-01T00:00:00.000Z'),
  ...decided,
  reliedOnBy: [],
})
const list = (name: string, scope: TrustScope, nextUpdate: UtcTime | null): RevocationList => ({
  sha256: name,
  scope,
  issuer: `CN=${name}`,
  thisUpdate: utc('2026-01-01T00:00:00.000Z'),
  nextUpdate,
  revoked: 1,
  ...decided,
})
const store = (anchors: Anchor[], revocationLists: RevocationList[]): TrustStoreState => ({
  sha256: '0'.repeat(64) as Sha256,
  anchors,
  revocationLists,
  problems: [],
})

it('keeps what the case and what the workstation trusts apart', () => {
  const state = store([root('a', 'case'), root('b', 'workstation')], [list('l', 'case', null)])
  expect(heldIn(state, 'case').map(({ kind }) => kind)).toEqual(['root', 'list'])
  expect(heldIn(state, 'workstation').map(({ kind }) => kind)).toEqual(['root'])
})

it('tells where the same root stands twice', () => {
  const state = store([root('a', 'case'), root('a', 'workstation'), root('b', 'case')], [])
  const [both, once] = heldIn(state, 'case')
  if (!both || !once) throw new Error('the case trusts two')
  expect(heldElsewhere(state, both)).toBe('workstation')
  expect(heldElsewhere(state, once)).toBeNull()
})

it('marks certificates outside their validity, to the millisecond, and lists that should be newer', () => {
  const at = (text: string): string | undefined => validityChip(root('a', 'case'), Date.parse(text))?.word
  expect(at('2025-12-31T23:59:59.999Z')).toBe('Not yet valid')
  expect(at('2026-01-01T00:00:00.000Z')).toBeUndefined()
  expect(at('2027-01-01T00:00:00.000Z')).toBeUndefined()
  expect(at('2027-01-01T00:00:00.001Z')).toBe('Expired')
  const dated = list('l', 'case', utc('2026-02-01T00:00:00.000Z'))
  expect(currencyChip(dated, Date.parse('2026-02-01T00:00:00.001Z'))?.word).toBe('Out of date')
  expect(currencyChip(dated, Date.parse('2026-02-01T00:00:00.000Z'))).toBeNull()
  expect(currencyChip(list('l', 'case', null), Date.parse('2030-01-01T00:00:00Z'))).toBeNull()
})

it('says what was added, and that nothing was', () => {
  const before = store([root('a', 'case')], [])
  const after = store([root('a', 'case'), root('b', 'case')], [list('l', 'case', null)])
  expect(describeAdded(before, after)).toBe(
    'One certificate is trusted now. One list of revoked certificates was added.',
  )
  expect(describeAdded(before, before)).toBe('Nothing was added: all of it was held there already.')
})
