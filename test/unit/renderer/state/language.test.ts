// The window speaks what is chosen, at once, wherever a text is used.
import { afterEach, expect, it, vi } from 'vitest'
import { fakeCase } from '#test/support/fake-bridge.ts'

afterEach(() => vi.unstubAllGlobals())

async function freshWindow(preferred: string[]) {
  const listeners = new Set<() => void>()
  vi.stubGlobal('navigator', { languages: preferred })
  vi.stubGlobal('window', {
    addEventListener: (name: string, act: () => void) => name === 'languagechange' && listeners.add(act),
    removeEventListener: (_: string, act: () => void) => listeners.delete(act),
  })
  vi.resetModules()
  const { view } = await import('../../../../renderer/state/view.svelte.ts')
  const { language } = await import('../../../../renderer/state/language.svelte.ts')
  const { t } = await import('#contract/messages/format.ts')
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  return { view, language, t, listeners, openCase }
}

it('changes at once, also what was made out of a text and is kept', async () => {
  const { view, t, openCase } = await freshWindow(['sv-SE'])
  openCase.open = { ...fakeCase, readOnly: true }
  const shown = (): string => `${t('nav.settings')}: ${openCase.whyReadOnly?.split(' ')[1] ?? ''}`
  const answers = [shown()]
  for (const choice of ['de', 'system', 'en'] as const) {
    view.language = choice
    answers.push(shown())
  }
  expect(answers).toEqual(['Settings: case', 'Einstellungen: Fall', 'Inställningar: har', 'Settings: case'])
})

it('follows the system where that is chosen, until it is told to stop', async () => {
  const { view, language, listeners } = await freshWindow(['fr-CA', 'en'])
  expect(language.current).toBe('en')
  view.language = 'system'
  expect(language.current).toBe('fr')
  const stop = language.followSystem()
  vi.stubGlobal('navigator', { languages: ['de'] })
  for (const tell of listeners) tell()
  expect(language.current).toBe('de')
  stop()
  expect(listeners.size).toBe(0)
})
