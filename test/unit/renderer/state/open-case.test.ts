import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EvidenceError, type ErrorCode } from '#contract/errors.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'

let bridge: FakeBridge
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

async function freshState() {
  vi.resetModules()
  const { showCaseAt } = await import('../../../../renderer/state/open-case.ts')
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  const { view } = await import('../../../../renderer/state/view.svelte.ts')
  return { showCaseAt, openCase, notices, view }
}

const failWith = (code: ErrorCode): void => {
  bridge.answers['case.open'] = ({ path, readOnly = false }) => {
    if (!readOnly) throw new EvidenceError(code, 'It is open in process 7.')
    return { ...fakeCase, path, readOnly }
  }
}

it.each(['case-locked', 'destination-unwritable'] as const)(
  'offers to read a case after %s',
  async (code) => {
    failWith(code)
    const { showCaseAt, openCase, notices, view } = await freshState()
    await showCaseAt('/a')
    expect(view.route.screen).toBe('cases')
    const [notice] = notices.list
    expect(notice).toMatchObject({ tone: 'error', action: { label: 'Open for reading' } })
    notice?.action?.run()
    await vi.waitFor(() => expect(openCase.open?.path).toBe('/a'))
    expect(openCase.readOnly).toBe(true)
    expect(openCase.whyReadOnly).toContain('opened for reading')
    await vi.waitFor(() => expect(view.route).toEqual({ screen: 'case', tab: 'items' }))
  },
)

it('offers nothing where reading would fail as well', async () => {
  failWith('case-newer')
  const { showCaseAt, notices } = await freshState()
  await showCaseAt('/a')
  expect(notices.list).toMatchObject([{ error: { code: 'case-newer' }, action: null }])
})

it('does not open for writing after the engine was lost what was open for reading', async () => {
  const { openCase } = await freshState()
  await openCase.openAt('/a', { readOnly: true })
  await openCase.reopen()
  expect(bridge.calls.filter(({ name }) => name === 'case.open').map(({ input }) => input)).toEqual([
    { path: '/a', examiner: null, readOnly: true },
    { path: '/a', examiner: null, readOnly: true },
  ])
})

it('renames the open case, and takes another off the list', async () => {
  const { openCase } = await freshState()
  await openCase.openAt('/a')
  await openCase.rename('2026-0417 B')
  expect(openCase.open?.reference).toBe('2026-0417 B')
  await openCase.forget('/cases/2026-0391')
  expect(openCase.recent.map(({ path }) => path)).toEqual(['/cases/2026-0417', '/media/usb/2026-0350'])
})
