import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { unpackAnswer } from '#contract/bridge.ts'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'

let bridge: FakeBridge
async function freshState() {
  vi.resetModules()
  const { proof } = await import('../../../../renderer/state/proof.svelte.ts')
  const { view } = await import('../../../../renderer/state/view.svelte.ts')
  const [first, second] = bridge.items.map(({ summary }) => summary.id)
  if (!first || !second) throw new Error('the fake bridge has too few items')
  return { proof, view, first, second }
}
const connect = (with_: FakeBridge): void => void vi.stubGlobal('exhibit', (bridge = with_))
beforeEach(() => connect(createFakeBridge()))
afterEach(() => vi.unstubAllGlobals())

it('shows the whole proof and the verifications so far, until another screen is gone to', async () => {
  const { proof, view, first } = await freshState()
  expect(proof.shown).toBe(false)
  await proof.show(first)
  expect(proof.shown).toBe(true)
  expect(proof.explanation?.steps.length).toBeGreaterThan(2)
  expect(proof.marks).toHaveLength(3)
  view.go({ screen: 'case', tab: 'items' })
  expect(proof.shown).toBe(false)
})

it('is loaded again after a new verification, and keeps what it shows until then', async () => {
  const { proof, first } = await freshState()
  await proof.show(first)
  const [item] = bridge.items
  if (item) item.verification = { ...item.verification, toolVersion: '9.9.9' }
  bridge.emit('items.changed', {})
  expect(proof.explanation?.toolVersion).toBe('0.1.0')
  await vi.waitFor(() => expect(proof.explanation?.toolVersion).toBe('9.9.9'))
})

it('never shows one item’s proof under another’s name', async () => {
  let release = (): void => undefined
  const late = new Promise<void>((resolve) => (release = resolve))
  const plain = createFakeBridge()
  const slow = createFakeBridge({
    'item.explain': async ({ itemId }) => {
      if (itemId === slow.items[0]?.summary.id) await late
      const found = slow.items.find(({ summary }) => summary.id === itemId)
      const answer = unpackAnswer(await plain.call('item.explain', { itemId: plain.items[0]?.summary.id }))
      if (!answer.ok || !found) throw new Error('no answer')
      return { ...(answer.value as object), path: found.summary.path } as never
    },
  })
  connect(slow)
  const { proof, first, second } = await freshState()
  const slowly = proof.show(first)
  await proof.show(second)
  release()
  await slowly
  expect(proof.explanation?.path).toBe(slow.items[1]?.summary.path)
})

it('keeps the failure of what cannot be explained, and shows the verifications all the same', async () => {
  connect(
    createFakeBridge({
      'item.explain': () => {
        throw new EvidenceError('item-damaged', 'Page 7.')
      },
    }),
  )
  const { proof, first } = await freshState()
  await proof.show(first)
  expect(proof.error).toMatchObject({ code: 'item-damaged' })
  expect(proof.explanation).toBeNull()
  expect(proof.marks).toHaveLength(3)
})
