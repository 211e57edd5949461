// The two pictures of a cut: those of the last question, none of a veiled item, and the reason where there is none.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { itemDetail } from '#test/support/store.ts'
import { CutPictures } from '../../../../../renderer/features/export/cut-pictures.svelte.ts'

const { summary } = itemDetail('one')
let bridge: FakeBridge
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())
const asked = (): unknown[] =>
  bridge.calls.flatMap(({ name, input }) =>
    name === 'export.picture' ? [(input as { sample: number }).sample] : [],
  )
const wanted = (first: number, last: number) => ({ trackId: 1, first, last })

it('are shown with what the decoder complained of, and not decoded anew where they stay', async () => {
  bridge.answers['export.picture'] = ({ sample }) => ({
    jpeg: btoa(String(sample)),
    complaints: sample === 9 ? ['concealing 3 errors'] : [],
  })
  const pictures = new CutPictures(summary)
  await pictures.show(wanted(0, 9))
  expect(pictures.first).toEqual({
    kind: 'picture',
    src: `data:image/jpeg;base64,${btoa('0')}`,
    complaints: [],
  })
  expect(pictures.last).toMatchObject({ complaints: ['concealing 3 errors'] })
  await pictures.show(wanted(0, 12))
  expect(asked()).toEqual([0, 9, 12])
})

it('are those that were asked for last', async () => {
  const answers: (() => void)[] = []
  bridge.answers['export.picture'] = async ({ sample }) => {
    await new Promise<void>((resolve) => answers.push(resolve))
    return { jpeg: btoa(String(sample)), complaints: [] }
  }
  const pictures = new CutPictures(summary)
  const before = pictures.show(wanted(1, 2))
  const after = pictures.show(wanted(3, 4))
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[0]?.()
  await before
  expect(pictures.first).toEqual({ kind: 'loading' })
  answers[1]?.()
  await vi.waitFor(() => expect(answers).toHaveLength(3))
  answers[2]?.()
  await after
  expect([pictures.first, pictures.last]).toMatchObject([
    { src: `data:image/jpeg;base64,${btoa('3')}` },
    { src: `data:image/jpeg;base64,${btoa('4')}` },
  ])
  expect(asked()).toEqual([1, 3, 4])
})

it('say why there is none, and are tried again', async () => {
  bridge.answers['export.picture'] = () => {
    throw new EvidenceError('ffmpeg-missing', 'ffmpeg was not found.')
  }
  const pictures = new CutPictures(summary)
  await pictures.show(wanted(0, 9))
  expect(pictures.first).toMatchObject({ kind: 'failed', error: { message: 'ffmpeg was not found.' } })
  bridge.answers['export.picture'] = () => ({ jpeg: btoa('x'), complaints: [] })
  await pictures.show(wanted(0, 9))
  expect([pictures.first.kind, pictures.last.kind]).toEqual(['picture', 'picture'])
})

it('are not asked for where the item is veiled', async () => {
  const pictures = new CutPictures({ ...summary, sensitive: true })
  await pictures.show(wanted(0, 9))
  expect([pictures.first.kind, pictures.last.kind]).toEqual(['veiled', 'veiled'])
  expect(asked()).toEqual([])
})
