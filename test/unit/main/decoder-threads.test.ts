import type { App } from 'electron'
import { expect, it } from 'vitest'
import { setDecoderThreads } from '../../../electron/main/decoder-threads.ts'

it.each([
  [1, null, '4'],
  [2, null, '4'],
  [4, null, null],
  [16, null, null],
  // Who starts the application may know better.
  [2, '8', '8'],
])('%i processors, asked for %s: %s', (processors, asked, used) => {
  const switches = new Map(asked === null ? [] : [['video-threads', asked]])
  const commandLine = {
    hasSwitch: (name: string) => switches.has(name),
    appendSwitch: (name: string, value: string) => void switches.set(name, value),
  }
  setDecoderThreads({ commandLine } as unknown as App, processors)
  expect(switches.get('video-threads') ?? null).toBe(used)
})
