// The language that the window speaks. Every text asks for it, so that all of them change at once when it does.
import { languageFor, speakWith } from '#contract/messages/language.ts'
import { voices } from '#contract/messages/translations.ts'
import { view } from './view.svelte.ts'

class WindowLanguage {
  #preferred = $state.raw<readonly string[]>(navigator.languages)
  readonly current = $derived(view.language === 'system' ? languageFor(this.#preferred) : view.language)

  /** Keeps to the languages of the system while they change. Returns how to stop. */
  followSystem(): () => void {
    const follow = (): void => void (this.#preferred = navigator.languages)
    window.addEventListener('languagechange', follow)
    return () => window.removeEventListener('languagechange', follow)
  }
}

export const language = new WindowLanguage()

speakWith(() => voices[language.current])
