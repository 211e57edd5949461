// Where the window stood last time, kept in the user data folder, and whether it may stand there again.
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { log } from './log.ts'

export const smallestWindow = { width: 1024, height: 640 }
const firstWindow = { width: 1440, height: 900 }
/** So much of the window has to be on a display that it can be seen and caught with the mouse. */
const visiblePixels = 120

const Rectangle = z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() })
export type Rectangle = z.infer<typeof Rectangle>

const WindowState = z.strictObject({ bounds: Rectangle, maximized: z.boolean() })
export type WindowState = z.infer<typeof WindowState>

/** Where it stood last of all, and with each case, the one closed last at the end. */
const WindowMemory = WindowState.extend({
  cases: z.array(WindowState.extend({ caseId: z.string() })).default([]),
})
export type WindowMemory = z.infer<typeof WindowMemory>

const mostCases = 50

export type Placement = { width: number; height: number; x?: number; y?: number; maximized: boolean }

/** Null where there is nothing usable: on the first start, or where the file was damaged. */
export function loadWindowMemory(file: string): WindowMemory | null {
  try {
    return WindowMemory.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Failing to remember is no reason to fail. */
export function saveWindowMemory(file: string, memory: WindowMemory): void {
  try {
    writeFileSync(file, JSON.stringify(memory))
  } catch (error) {
    log(`the place of the window is not remembered: ${String(error)}`)
  }
}

/** The window stands there now, with that case or with none. */
export function remember(
  memory: WindowMemory | null,
  state: WindowState,
  caseId: string | null,
): WindowMemory {
  const others = (memory?.cases ?? []).filter((one) => one.caseId !== caseId)
  const cases = caseId === null ? others : [...others, { caseId, ...state }].slice(-mostCases)
  return { ...state, cases }
}

/** `areas` are the usable areas of the displays that are there now. Without a place, the system chooses one. */
export function placeWindow(state: WindowState | null, areas: readonly Rectangle[]): Placement {
  const bounds = state?.bounds
  const area = bounds && areas.find((candidate) => isCatchable(bounds, candidate))
  if (!bounds || !area) return { ...firstWindow, maximized: state?.maximized ?? false }
  return {
    x: bounds.x,
    y: Math.max(bounds.y, area.y),
    width: clamp(bounds.width, smallestWindow.width, area.width),
    height: clamp(bounds.height, smallestWindow.height, area.height),
    maximized: state.maximized,
  }
}

/** Whether enough of the upper edge, by which a window is moved, lies in `area`. */
function isCatchable(bounds: Rectangle, area: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  return (
    across >= visiblePixels &&
    bounds.y >= area.y - visiblePixels &&
    bounds.y <= area.y + area.height - visiblePixels
  )
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))
