import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  loadWindowMemory,
  placeWindow,
  remember,
  saveWindowMemory,
} from '../../../electron/main/window-bounds.ts'

const screen = { x: 0, y: 30, width: 1920, height: 1050 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }
const at = (x: number, y: number, width = 1500, height = 900) => ({
  bounds: { x, y, width, height },
  maximized: false,
})

// What is logged is not looked at here.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue())

describe('placeWindow', () => {
  test('without a memory: 1440 by 900, wherever the system likes', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 1440, height: 900, maximized: false })
  })

  test('where it stood, also on a second display', () => {
    expect(placeWindow(at(100, 50), [screen])).toEqual({
      x: 100,
      y: 50,
      width: 1500,
      height: 900,
      maximized: false,
    })
    expect(placeWindow(at(2000, 10), [screen, right])).toMatchObject({ x: 2000, y: 10 })
  })

  test.each([
    ['a display that is gone', at(2000, 10)],
    ['left of everything', at(-1450, 100)],
    ['below everything', at(100, 1079)],
    ['above everything', at(100, -400)],
  ])('not where it could not be seen: %s', (_where, state) => {
    expect(placeWindow(state, [screen])).toEqual({ width: 1440, height: 900, maximized: false })
  })

  test('not under the bar at the top, not smaller than useful, not larger than the display', () => {
    expect(placeWindow(at(0, 0, 200, 200), [screen])).toMatchObject({ y: 30, width: 1024, height: 640 })
    expect(placeWindow(at(0, 30, 9000, 9000), [screen])).toMatchObject({ width: 1920, height: 1050 })
  })

  test('maximized stays maximized, even where the place is lost', () => {
    expect(placeWindow({ ...at(5000, 0), maximized: true }, [screen])).toMatchObject({ maximized: true })
  })
})

test('the memory survives being written and read, and is not believed when damaged', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'exhibit-window-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'window.json')
  expect(loadWindowMemory(file)).toBeNull()
  saveWindowMemory(file, { ...at(1, 2), cases: [] })
  expect(loadWindowMemory(file)).toEqual({ ...at(1, 2), cases: [] })
  // As an earlier version wrote it.
  writeFileSync(file, JSON.stringify(at(3, 4)))
  expect(loadWindowMemory(file)).toEqual({ ...at(3, 4), cases: [] })
  for (const damaged of [
    '',
    '{',
    '[]',
    '{"bounds":{"x":1},"maximized":false}',
    '{"bounds":{"x":1e400,"y":0,"width":1,"height":1},"maximized":false}',
  ]) {
    writeFileSync(file, damaged)
    expect(loadWindowMemory(file)).toBeNull()
  }
  saveWindowMemory(path.join(folder, 'none/window.json'), { ...at(1, 2), cases: [] })
})

test('each case has its own place, and the 50 closed last are known', () => {
  let memory = remember(null, at(1, 1), null)
  expect(memory).toEqual({ ...at(1, 1), cases: [] })
  for (let number = 0; number < 60; number += 1) memory = remember(memory, at(number, 40), `case ${number}`)
  memory = remember(memory, at(7, 7), 'case 30')
  expect(memory).toMatchObject(at(7, 7))
  expect(memory.cases).toHaveLength(50)
  expect(memory.cases[0]).toEqual({ caseId: 'case 10', ...at(10, 40) })
  expect(memory.cases.at(-1)).toEqual({ caseId: 'case 30', ...at(7, 7) })
  expect(memory.cases.filter(({ caseId }) => caseId === 'case 30')).toHaveLength(1)
})
