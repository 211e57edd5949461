// The bridge between the window and main: two functions over two channels, and the path of a dropped file.
// Types and checks are in the contract; main trusts nothing that comes through here.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { callChannel, eventChannel } from '#contract/bridge.ts'
import type { AnswerText, Bridge } from '#contract/bridge.ts'

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(callChannel, name, input) as Promise<AnswerText>,
  on: (name, handler) => {
    const listener = (_event: unknown, told: { name: string; payload: unknown }): void => {
      if (told.name === name) handler(told.payload)
    }
    ipcRenderer.on(eventChannel, listener)
    return () => void ipcRenderer.off(eventChannel, listener)
  },
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
}

contextBridge.exposeInMainWorld('exhibit', bridge)
