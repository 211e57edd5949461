// The keys of the review as this workstation has them, and whether their sheet is open.
import { t } from '#contract/messages/format.ts'
import type { CommandId, KeyScreen, ReviewId } from './commands.ts'
import {
  changedKeys,
  commandFor,
  defaultKeys,
  keysFrom,
  withDefault,
  withKey,
  type KeyMap,
} from './key-map.ts'
import { storage } from './view.svelte.ts'

const storageKey = 'exhibit.keys'

class Keys {
  map = $state.raw<KeyMap>(load())
  sheetShown = $state(false)
  readonly isChanged = $derived(Object.keys(changedKeys(this.map)).length > 0)

  commandFor(written: string, screen: 'review'): ReviewId | null
  commandFor(written: string, screen: KeyScreen): CommandId | null
  commandFor(written: string, screen: KeyScreen): CommandId | null {
    return commandFor(this.map, written, screen)
  }

  /** What to press, in words: `Space`, `Shift+V`, `→`. */
  of(id: CommandId): string {
    return keyName(this.map[id][0] ?? '')
  }

  /** A name with the key behind it, for buttons: `Play (Space)`. */
  label(text: string, id: CommandId): string {
    return t('keys.label', { text, key: this.of(id) })
  }

  set(id: CommandId, key: string): void {
    this.#keep(withKey(this.map, id, key))
  }

  reset(id?: CommandId): void {
    this.#keep(id ? withDefault(this.map, id) : defaultKeys())
  }

  #keep(map: KeyMap): void {
    this.map = map
    storage()?.setItem(storageKey, JSON.stringify(changedKeys(map)))
  }
}

function load(): KeyMap {
  try {
    return keysFrom(JSON.parse(storage()?.getItem(storageKey) ?? '{}'))
  } catch {
    // What cannot be read is as if nothing had been changed.
    return defaultKeys()
  }
}

const signs = new Map([
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
])

export function keyName(written: string): string {
  const shifted = written.startsWith('Shift+')
  const key = shifted ? written.slice('Shift+'.length) : written
  const name = key.length === 1 ? key.toUpperCase() : (signs.get(key) ?? named(key))
  return shifted ? t('keys.shift', { key: name }) : name
}

function named(key: string): string {
  switch (key) {
    case 'Space':
      return t('keys.space')
    case 'Home':
      return t('keys.home')
    case 'End':
      return t('keys.end')
    case 'PageUp':
      return t('keys.pageUp')
    case 'PageDown':
      return t('keys.pageDown')
    case 'Delete':
      return t('keys.delete')
    default:
      return key
  }
}

export const keys = new Keys()
