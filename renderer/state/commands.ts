// Everything that a key does in the review and where several cameras are shown: its name, and the keys it begins with. The one table; the sheet of keys, tooltips
// and the player read it.
import type { MessageKey } from '#contract/messages/format.ts'

/** Where keys stand for something: one recording under review, or several cameras. */
export type KeyScreen = 'review' | 'cameras'

/** `holds`: goes on while the key is held. `only`: the one screen where it does something; else it does so on both. */
type Command = { label: MessageKey; keys: readonly string[]; holds?: true; only?: KeyScreen }

const commandGroups = {
  play: {
    togglePlaying: { label: 'command.togglePlaying', keys: ['Space'] },
    playForward: { label: 'command.playForward', keys: ['l'] },
    playBack: { label: 'command.playBack', keys: ['j'], only: 'review' },
    stop: { label: 'command.stop', keys: ['k'] },
    faster: { label: 'command.faster', keys: ['>'] },
    slower: { label: 'command.slower', keys: ['<'] },
    toggleLoop: { label: 'mark.loop', keys: ['r'], only: 'review' },
    toggleMuted: { label: 'command.toggleMuted', keys: ['s'], only: 'review' },
    nextSound: { label: 'command.nextSound', keys: ['Shift+s'], only: 'review' },
  },
  move: {
    stepForward: { label: 'player.stepForward', keys: ['ArrowRight', '.'], holds: true },
    stepBack: { label: 'player.stepBack', keys: ['ArrowLeft', ','], holds: true },
    secondForward: { label: 'command.secondForward', keys: ['Shift+ArrowRight'], holds: true },
    secondBack: { label: 'command.secondBack', keys: ['Shift+ArrowLeft'], holds: true },
    nextEvent: { label: 'player.nextEvent', keys: [']'], holds: true, only: 'review' },
    previousEvent: { label: 'player.previousEvent', keys: ['['], holds: true, only: 'review' },
    nextGap: { label: 'command.nextGap', keys: ['u'], holds: true, only: 'review' },
    previousGap: { label: 'command.previousGap', keys: ['Shift+u'], holds: true, only: 'review' },
    nextMark: { label: 'mark.next', keys: ['v'], holds: true, only: 'review' },
    previousMark: { label: 'mark.previous', keys: ['Shift+v'], holds: true, only: 'review' },
    nextProblem: { label: 'command.nextProblem', keys: ['n'], holds: true, only: 'review' },
    previousProblem: { label: 'command.previousProblem', keys: ['Shift+n'], holds: true, only: 'review' },
    nextDamage: { label: 'damage.next', keys: ['d'], holds: true, only: 'review' },
    previousDamage: { label: 'damage.previous', keys: ['Shift+d'], holds: true, only: 'review' },
    firstPicture: { label: 'command.firstPicture', keys: ['Home'] },
    lastPicture: { label: 'command.lastPicture', keys: ['End'] },
    goTo: { label: 'player.goTo', keys: ['g'] },
  },
  mark: {
    markIn: { label: 'player.markIn', keys: ['i'], only: 'review' },
    markOut: { label: 'player.markOut', keys: ['o'], only: 'review' },
    setMark: { label: 'mark.set', keys: ['m'], only: 'review' },
    still: { label: 'still.make', keys: ['p'], only: 'review' },
    stillTo: { label: 'still.makeTo', keys: ['Shift+p'], only: 'review' },
  },
  look: {
    toggleFit: { label: 'command.toggleFit', keys: ['f'] },
    wholePicture: { label: 'zoom.fit', keys: ['0'] },
    oneToOne: { label: 'zoom.oneToOne', keys: ['1'] },
    zoomIn: { label: 'zoom.in', keys: ['+', '='], holds: true },
    zoomOut: { label: 'zoom.out', keys: ['-'], holds: true },
    // As on a block of numbers.
    lookLeft: { label: 'zoom.left', keys: ['4'], holds: true },
    lookRight: { label: 'zoom.right', keys: ['6'], holds: true },
    lookUp: { label: 'zoom.up', keys: ['8'], holds: true },
    lookDown: { label: 'zoom.down', keys: ['2'], holds: true },
    lookMiddle: { label: 'zoom.middle', keys: ['5'] },
    nextTrack: { label: 'command.nextTrack', keys: ['y'] },
    previousTrack: { label: 'command.previousTrack', keys: ['Shift+y'] },
    viewStored: { label: 'view.toggle', keys: ['c'] },
    nextFields: { label: 'view.nextFields', keys: ['h'] },
    toggleOverlay: { label: 'overlay.toggle', keys: ['b'], only: 'review' },
    nextObject: { label: 'overlay.next', keys: ['a'], only: 'review' },
    previousObject: { label: 'overlay.previous', keys: ['Shift+a'], only: 'review' },
    onlyObject: { label: 'overlay.only', keys: ['t'], only: 'review' },
    hideObject: { label: 'overlay.hide', keys: ['w'], only: 'review' },
    toggleTrajectories: { label: 'overlay.toggleTrajectories', keys: ['z'], only: 'review' },
    showObjects: { label: 'overlay.showAll', keys: ['Shift+w'], only: 'review' },
    toggleVeil: { label: 'veil.toggle', keys: ['e'], only: 'review' },
    showKeys: { label: 'keys.title', keys: ['?'] },
  },
  cameras: {
    linkCameras: { label: 'cameras.link', keys: ['u'], only: 'cameras' },
    samePart: { label: 'cameras.samePart', keys: ['x'], only: 'cameras' },
  },
} as const satisfies Record<string, Record<string, Command>>

export type CommandGroup = keyof typeof commandGroups
type InGroup<G extends CommandGroup> = keyof (typeof commandGroups)[G] & string
export type CommandId = { [G in CommandGroup]: InGroup<G> }[CommandGroup]
/** What keys do in the review. */
export type ReviewId = Exclude<CommandId, InGroup<'cameras'>>
type LabelIn<T> = { [Id in keyof T]: T[Id] extends { label: infer L } ? L : never }[keyof T]
/** Names of commands: messages without parameters. */
export type CommandLabel = { [G in CommandGroup]: LabelIn<(typeof commandGroups)[G]> }[CommandGroup]

type Known = Omit<Command, 'label'> & { label: CommandLabel }
const all = Object.assign({}, ...Object.values(commandGroups)) as Record<CommandId, Known>
export const commandIds = Object.keys(all) as CommandId[]
export const commandOf = (id: CommandId): Known => all[id]
export const groupIds = Object.keys(commandGroups) as CommandGroup[]
export const commandsIn = (group: CommandGroup): CommandId[] =>
  Object.keys(commandGroups[group]) as CommandId[]
