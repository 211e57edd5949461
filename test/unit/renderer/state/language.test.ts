// The window speaks what is chosen, at once, wherever a text is used.
import { afterEach, expect, it, vi } from 'vitest'

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
  const { flushSync } = await import('svelte')
  const { toStore } = await import('svelte/store')
  return { view, language, t, listeners, flushSync, toStore }
}

it('changes every text in use when another language is chosen', async () => {
  const { view, t, flushSync, toStore } = await freshWindow(['sv-SE'])
  const shown: string[] = []
  const stop = toStore(() => t('nav.settings')).subscribe((text) => shown.push(text))
  for (const choice of ['de', 'system', 'en'] as const) {
    view.language = choice
    flushSync()
  }
  stop()
  expect(shown).toEqual(['Settings', 'Einstellungen', 'Inställningar', 'Settings'])
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
