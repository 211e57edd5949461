import { expect, it } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { HandOverForm } from '../../../../../renderer/features/handover/hand-over-form.svelte.ts'

const item = '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as ItemId

it('asks for items, a recipient and a reason, and says what is missing only when it is asked', () => {
  const form = new HandOverForm({ itemIds: [], packagePath: null })
  expect(form.fault('items')).toBeUndefined()
  expect(form.request()).toBeNull()
  expect(form.fault('items')).toBe('Choose at least one item.')
  expect([form.fault('name'), form.fault('reason')]).toEqual(['This is needed.', 'This is needed.'])
  form.toggle(item, true)
  form.name = ' S. Okafor '
  form.reason = 'Main hearing'
  expect(form.request()).toEqual({
    itemIds: [item],
    packagePath: null,
    recipient: { name: 'S. Okafor', organisation: '', identification: '' },
    reason: 'Main hearing',
    destination: null,
  })
  form.toggle(item, false)
  expect(form.request()).toBeNull()
})

it('needs the folder of a package, and that of the receipt where it goes elsewhere', () => {
  const form = new HandOverForm({ itemIds: [item], packagePath: '/out/package' })
  form.name = 'S. Okafor'
  form.reason = 'Main hearing'
  expect(form.request()).toMatchObject({ packagePath: '/out/package', destination: null })
  form.packagePath = ' '
  form.receipt = 'folder'
  expect(form.request()).toBeNull()
  expect([form.fault('packagePath'), form.fault('destination')]).toEqual([
    'This is needed.',
    'This is needed.',
  ])
  form.kind = 'originals'
  form.destination = '/receipts'
  // A folder that was typed before the other kind was chosen does not count.
  expect(form.request()).toMatchObject({ packagePath: null, destination: '/receipts' })
})

it('takes what the package lists, and not what was chosen before', () => {
  const other = '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a13' as ItemId
  const form = new HandOverForm({ itemIds: [other], packagePath: '/out/package' })
  form.name = 'S. Okafor'
  form.reason = 'Main hearing'
  form.held = [item]
  form.heldIn = '/out/package'
  expect(form.request()?.itemIds).toEqual([item])
  // Of another folder, or of the originals, that list says nothing.
  form.packagePath = '/out/other'
  expect(form.request()?.itemIds).toEqual([other])
  form.packagePath = '/out/package'
  form.kind = 'originals'
  expect(form.request()?.itemIds).toEqual([other])
})
