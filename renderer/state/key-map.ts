// Which key does what: a key as it is written down, who has it, and how a command gets another.
import { commandIds, commandOf, type CommandId, type KeyScreen, type ReviewId } from './commands.ts'

/** Keys of each command; the first is the one that is shown beside its name. */
export type KeyMap = Readonly<Record<CommandId, readonly string[]>>

export const defaultKeys = (): KeyMap => mapOf((id) => commandOf(id).keys)

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Keys that move the focus, close and confirm everywhere: no command can have them. */
const reserved = new Set(['Tab', 'Shift+Tab', 'Escape', 'Enter', 'Shift+Enter', 'ContextMenu', 'F11', 'F12'])
const notAKey = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'ScrollLock'])
const unknown = new Set(['', 'Dead', 'Process', 'Unidentified', 'Compose'])

/**
 * A key as it is written down: `l`, `Shift+v`, `?`, `Shift+ArrowLeft`, `Space`. What the shift key makes another character
 * of is that character. Null for a key alone that only changes others.
 */
export function writtenKey({ key, shiftKey }: Pressed): string | null {
  if (notAKey.has(key) || unknown.has(key)) return null
  const name = key === ' ' ? 'Space' : key
  const isLetter = name.length === 1 && name.toLowerCase() !== name.toUpperCase()
  if (isLetter) return (shiftKey ? 'Shift+' : '') + name.toLowerCase()
  return shiftKey && name.length > 1 ? `Shift+${name}` : name
}

/** Whether both do something on the same screen: then no key can be that of both. */
function meet(one: CommandId, other: CommandId): boolean {
  const [a, b] = [commandOf(one).only, commandOf(other).only]
  return a === undefined || b === undefined || a === b
}

/** The command that a key does on a screen, or null. */
export function commandFor(map: KeyMap, written: string, screen: 'review'): ReviewId | null
export function commandFor(map: KeyMap, written: string, screen: KeyScreen): CommandId | null
export function commandFor(map: KeyMap, written: string, screen: KeyScreen): CommandId | null {
  const isThere = (id: CommandId): boolean => (commandOf(id).only ?? screen) === screen
  return commandIds.find((id) => isThere(id) && map[id].includes(written)) ?? null
}

/** What a key that is pressed for a command would do to the map. `wait`: only a key that changes others is down yet. */
export type Proposal =
  | { kind: 'free'; key: string }
  | { kind: 'taken'; key: string; by: CommandId }
  | { kind: 'refused'; key: string; why: 'reserved' | 'modified' }
  | { kind: 'wait' }

export function propose(map: KeyMap, id: CommandId, pressed: Pressed): Proposal {
  const key = writtenKey(pressed)
  if (key === null) return { kind: 'wait' }
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return { kind: 'refused', key, why: 'modified' }
  if (reserved.has(key)) return { kind: 'refused', key, why: 'reserved' }
  const by = commandIds.find((other) => other !== id && meet(id, other) && map[other].includes(key))
  return by === undefined ? { kind: 'free', key } : { kind: 'taken', key, by }
}

/**
 * Gives the command this one key. Whoever had it gets the command's first one instead, so that none is left without; who has
 * that one on the other screen, where it would stand for two things then, gets the key.
 */
export function withKey(map: KeyMap, id: CommandId, key: string): KeyMap {
  const given = map[id].find((one) => one !== key)
  const losers = commandIds.filter((other) => other !== id && meet(id, other) && map[other].includes(key))
  return mapOf((other) => {
    if (other === id) return [key]
    if (given === undefined) return map[other]
    if (losers.includes(other)) return exchanged(map[other], key, given)
    return losers.some((loser) => meet(loser, other)) ? exchanged(map[other], given, key) : map[other]
  })
}

const exchanged = (keys: readonly string[], old: string, other: string): readonly string[] =>
  keys.map((one) => (one === old ? other : one))

/** The command's own keys back. Whoever has one of them meanwhile loses it, and gets its own back if it has none left. */
export function withDefault(map: KeyMap, id: CommandId): KeyMap {
  const own = commandOf(id).keys
  const others = mapOf((other) => {
    if (other === id) return own
    return meet(id, other) ? map[other].filter((key) => !own.includes(key)) : map[other]
  })
  const orphan = commandIds.find((other) => others[other].length === 0)
  return orphan === undefined ? others : withDefault(others, orphan)
}

/** Only what differs from the beginning, for keeping. */
export function changedKeys(map: KeyMap): Partial<KeyMap> {
  return Object.fromEntries(
    commandIds.filter((id) => !same(map[id], commandOf(id).keys)).map((id) => [id, map[id]]),
  )
}

/**
 * What was kept, as far as it is well-formed. A command whose kept key another one has, as a new one may from the beginning,
 * gets its own keys back: no key does two things, and the rest stays as it was changed.
 */
export function keysFrom(kept: unknown): KeyMap {
  const given = typeof kept === 'object' && kept !== null ? Object.entries(kept) : []
  const changed = new Map<string, readonly string[]>(given.filter((one) => isKeyList(one[1])))
  for (;;) {
    const map = mapOf((id) => changed.get(id) ?? commandOf(id).keys)
    const colliding = commandIds.find((id) => changed.has(id) && isShared(map, id))
    if (colliding === undefined) return map
    changed.delete(colliding)
  }
}

const isShared = (map: KeyMap, id: CommandId): boolean =>
  new Set(map[id]).size < map[id].length ||
  commandIds.some(
    (other) => other !== id && meet(id, other) && map[other].some((key) => map[id].includes(key)),
  )

const isKeyList = (keys: unknown): keys is string[] =>
  Array.isArray(keys) &&
  keys.length > 0 &&
  keys.length <= 4 &&
  keys.every((key) => typeof key === 'string' && key !== '' && key.length <= 40 && !reserved.has(key))

const same = (a: readonly string[], b: readonly string[]): boolean => a.join(' ') === b.join(' ')

function mapOf(keys: (id: CommandId) => readonly string[]): KeyMap {
  return Object.fromEntries(commandIds.map((id) => [id, keys(id)])) as unknown as KeyMap
}
