import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { Mark } from '#contract/mark.ts'
import type { SheetResult } from '#contract/sheet.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import { sha256 } from '#test/support/fake-evidence.ts'
import { fakeMark } from '#test/support/fake-mark.ts'

let bridge: FakeBridge
beforeEach(() => void vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

const jobId = 'b8a5a4b6-6c39-4a35-8a43-0a3a6d3a6c11' as JobId

async function openedMarks() {
  vi.resetModules()
  bridge.answers['case.open'] = ({ path }) => ({ ...fakeCase, path })
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { marks } = await import('../../../../renderer/state/marks.svelte.ts')
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  const { stillSheet } = await import('../../../../renderer/state/still-sheet.svelte.ts')
  const { veil } = await import('../../../../renderer/state/veil.svelte.ts')
  const { view } = await import('../../../../renderer/state/view.svelte.ts')
  await openCase.openAt('/a')
  const itemId = openCase.items[0]!.id
  const list = ['one', 'two', 'three'].map((note) => fakeMark({ itemId, note }))
  bridge.answers['marks.list'] = () => list
  bridge.answers['still.sheet'] = ({ path }) => {
    emitEnd(resultOf(itemId, path ?? '/case/exports/stills/sheet.pdf'))
    return { jobId }
  }
  await marks.load(itemId)
  const asked = (): unknown[] =>
    bridge.calls.filter(({ name }) => name === 'still.sheet').map(({ input }) => input)
  return { openCase, marks, notices, stillSheet, veil, view, list, asked }
}

const emitEnd = (result: SheetResult): void =>
  bridge.emit('job.end', { id: jobId, kind: 'still-sheet', state: 'done', result, error: null })

const resultOf = (itemId: ItemId, path: string): SheetResult => ({
  ...{ path, sha256: sha256(5) },
  pictures: [
    { number: 1, itemId, trackId: 1, sample: 3, pixelsSha256: sha256(6), refused: null },
    { number: 2, itemId, trackId: 1, sample: 4, pixelsSha256: null, refused: 'Bytes are missing.' },
  ],
})

const idsOf = (list: readonly Mark[]): string[] => list.map(({ id }) => id)

it('is of those that were shown when it was opened, and of what is chosen since', async () => {
  const { stillSheet, list, asked } = await openedMarks()
  expect(stillSheet.isOpen).toBe(false)
  stillSheet.open(list.slice(0, 2))
  expect(idsOf(stillSheet.chosen)).toEqual(idsOf(list.slice(0, 2)))
  stillSheet.toggle(list[0]!.id)
  stillSheet.toggle(list[2]!.id)
  await stillSheet.make()
  expect(asked()).toEqual([{ markIds: idsOf(list.slice(1)), itemIds: [], path: null }])
  stillSheet.choose([])
  expect(stillSheet.isReady).toBe(false)
  await stillSheet.make()
  expect(asked()).toHaveLength(1)
})

it('tells by a notice only where the panel is not looked at', async () => {
  const { notices, stillSheet, view, list } = await openedMarks()
  view.showSide('marks')
  stillSheet.open(list)
  await stillSheet.make()
  expect(stillSheet.result?.pictures).toHaveLength(2)
  expect(notices.list).toEqual([])
  view.showSide('custody')
  await stillSheet.make()
  expect(notices.list).toMatchObject([
    {
      tone: 'warning',
      what: 'Sheet with one still saved: /case/exports/stills/sheet.pdf',
      lines: [
        'One picture could not be made; the reason stands in its place.',
        '2: Bytes are missing.',
        expect.stringContaining('SHA-256 of the PDF') as string,
      ],
    },
  ])
})

it('has nothing of what is veiled', async () => {
  const { openCase, notices, stillSheet, veil, list, asked } = await openedMarks()
  stillSheet.open(list)
  veil.toggle(openCase.items[0]!)
  expect(stillSheet.veiled).toHaveLength(1)
  await stillSheet.make()
  expect(asked()).toEqual([])
  expect(notices.list).toMatchObject([{ tone: 'warning', what: expect.stringContaining('veil') as string }])
  stillSheet.scope = 'case'
  await stillSheet.make()
  const seen = openCase.items.slice(1).map(({ id }) => id)
  expect(asked()).toEqual([{ markIds: [], itemIds: seen, path: null }])
})

it('waits for what is being typed, and is not made without it', async () => {
  const { marks, notices, stillSheet, list, asked } = await openedMarks()
  const [first] = list
  bridge.answers['marks.change'] = ({ text }) => ({ ...first!, ...text })
  stillSheet.open(list)
  marks.drafts.edit(first!, { note: 'typed' })
  await stillSheet.make()
  expect(bridge.calls.map(({ name }) => name).slice(-2)).toEqual(['marks.change', 'still.sheet'])
  bridge.answers['marks.change'] = () => {
    throw new EvidenceError('disk-full', 'No room.')
  }
  marks.drafts.edit(first!, { note: 'typed again' })
  await stillSheet.make()
  expect(asked()).toHaveLength(1)
  expect(notices.list.at(-1)).toMatchObject({ tone: 'error', what: 'The sheet of stills was not made.' })
  expect(stillSheet.isBusy).toBe(false)
})

it('closes with its item', async () => {
  const { openCase, marks, stillSheet, list } = await openedMarks()
  stillSheet.open(list)
  expect(stillSheet.isOpen).toBe(true)
  await marks.load(openCase.items[1]!.id)
  expect(stillSheet.isOpen).toBe(false)
})

it('of the case is not made without what was typed into a mark of another item', async () => {
  const { openCase, marks, notices, stillSheet, veil, list, asked } = await openedMarks()
  bridge.answers['marks.change'] = () => {
    throw new EvidenceError('disk-full', 'No room.')
  }
  marks.drafts.edit(list[0]!, { note: 'typed' })
  await marks.load(openCase.items[1]!.id)
  stillSheet.open([])
  stillSheet.scope = 'case'
  await stillSheet.make()
  expect([asked(), notices.list.at(-1)?.error?.code]).toEqual([[], 'disk-full'])
  // What is not on the sheet does not keep it from being made.
  veil.toggle(openCase.items[0]!)
  await stillSheet.make()
  expect(asked()).toHaveLength(1)
})

it('is told by a notice where the marks of another item are being chosen meanwhile', async () => {
  const { openCase, marks, notices, stillSheet, view, list } = await openedMarks()
  const [a, b] = openCase.items.map(({ id }) => id)
  bridge.answers['still.sheet'] = () => ({ jobId })
  view.showSide('marks')
  for (const scope of ['chosen', 'case'] as const) {
    await marks.load(a!)
    stillSheet.open(list)
    stillSheet.scope = scope
    const made = stillSheet.make()
    await new Promise((resolve) => setTimeout(resolve))
    await marks.load(b!)
    stillSheet.open([])
    emitEnd(resultOf(a!, '/a.pdf'))
    await made
    expect(stillSheet.isOpen).toBe(true)
    if (scope === 'chosen') expect([stillSheet.result, notices.list.length]).toEqual([null, 1])
    else expect([stillSheet.result?.path, notices.list.length]).toEqual(['/a.pdf', 1])
  }
})

it('is of the marks that were chosen, whichever item is looked at once its place is known', async () => {
  const { openCase, marks, stillSheet, list, asked } = await openedMarks()
  stillSheet.open(list)
  bridge.answers['dialog.saveFile'] = async () => {
    await marks.load(openCase.items[1]!.id)
    return '/a.pdf'
  }
  await stillSheet.make({ where: true })
  expect(asked()).toMatchObject([{ markIds: idsOf(list), itemIds: [] }])
})
