import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { utc } from '#test/support/fake-evidence.ts'
import { ExportForm } from '../../../../../renderer/features/export/export-form.svelte.ts'
import { parseTypedUtc, typedUtc } from '../../../../../renderer/state/typed-utc.ts'

describe('typed times', () => {
  it('are read as UTC, with what precision they have', () => {
    expect(parseTypedUtc('2026-05-01 21:59:58.5')).toBe('2026-05-01T21:59:58.500Z')
    expect(parseTypedUtc(' 2026-05-01T21:59 UTC ')).toBe('2026-05-01T21:59:00.000Z')
    expect(parseTypedUtc('2026-05-01 21:59:58.1234567')).toBe('2026-05-01T21:59:58.1234567Z')
    expect(typedUtc(utc('2026-05-01T21:59:58.1234567Z'))).toBe('2026-05-01 21:59:58.1234567')
  })

  it.each([
    '',
    'tomorrow',
    '2026-04-31 10:00',
    '2026-05-01 24:00',
    '2026-05-01 10:60',
    '2026-05-01',
    '2026-05-01 10:00 CET',
  ])('refuse %j', (text) => {
    expect(parseTypedUtc(text)).toBeNull()
  })
})

let bridge: FakeBridge
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())
const marked = { from: utc('2026-05-01T22:00:00.000Z'), to: utc('2026-05-01T22:00:10.000Z') }
const form = (from: typeof marked | null = null, at = 0): ExportForm =>
  new ExportForm(bridge.items[at]!.summary, from, 'K. Lund')

describe('export form', () => {
  it('begins with the whole item, or with what was marked', () => {
    expect([form().mode, form().from]).toEqual(['whole', '2026-05-01 21:59:58.500'])
    expect([form(marked).mode, form(marked).to]).toEqual(['cut', '2026-05-01 22:00:10.000'])
  })

  it('makes a request only when nothing is amiss, and then says what is', () => {
    const one = form(marked)
    expect(one.fault('destination')).toBeUndefined()
    expect(one.request()).toBeNull()
    expect(one.fault('destination')).toBe('This is needed.')
    one.destination = ' /out '
    expect(one.request()).toMatchObject({
      destination: '/out',
      ...marked,
      key: { kind: 'workstation' },
      operator: 'K. Lund',
    })
  })

  it('asks for no times where the whole item is handed on', () => {
    const one = form()
    one.destination = '/out'
    one.from = 'nonsense'
    expect(one.request()).toMatchObject({ from: null, to: null })
  })

  it('refuses an end before the start', () => {
    const one = form({ from: marked.to, to: marked.from })
    expect(one.fault('to')).toBe('The end has to be later than the start.')
  })

  it('offers no cut where there is no time', () => {
    expect(form(null, 8).canCut).toBe(false)
  })

  it('passes on a key file with what was given for it', () => {
    const one = form()
    one.destination = '/out'
    one.keyKind = 'file'
    expect(one.request()).toBeNull()
    one.keyPath = '/k.p12'
    one.password = ' secret '
    expect(one.request()?.key).toEqual({
      kind: 'file',
      keyPath: '/k.p12',
      certPath: null,
      password: ' secret ',
    })
  })

  it('shows the preview that was asked for last', async () => {
    const answers: (() => void)[] = []
    vi.stubGlobal(
      'exhibit',
      createFakeBridge({
        'export.preview': async ({ from, to }) => {
          await new Promise<void>((resolve) => answers.push(resolve))
          return { from, to, videoSamples: 1, pictures: null, bytes: 1, notes: [] }
        },
      }),
    )
    const one = form(marked)
    const asked = [one.loadPreview(marked.from, marked.to), one.loadPreview(marked.to, marked.to)]
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[1]?.()
    answers[0]?.()
    await Promise.all(asked)
    expect(one.preview?.from).toBe(marked.to)
  })
})
