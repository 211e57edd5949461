// The keys of the screen of cameras. They work wherever the focus is, but not while something is being typed.
import type { Cameras } from '../../state/cameras.svelte.ts'

/** Does what the key stands for; true where it stood for something. */
export function actOnCameraKey(key: string, shift: boolean, cameras: Cameras, goTo: () => void): boolean {
  const number = /^[1-9]$/.test(key) ? Number(key) : null
  if (number !== null) {
    const camera = cameras.list[number - 1]
    if (camera) cameras.choose(camera)
    return camera !== undefined
  }
  switch (key.toLowerCase()) {
    case 'arrowleft':
    case 'arrowright': {
      const direction = key === 'ArrowRight' ? 1 : -1
      if (!shift) cameras.step(direction)
      else if (cameras.linked) cameras.stepSecond(direction)
      else cameras.step(direction, { all: true })
      return true
    }
    case ' ':
    case 'k':
      cameras.togglePlaying()
      return true
    case 'j':
      cameras.changeRate(-1)
      return true
    case 'l':
      cameras.changeRate(1)
      return true
    case 'g':
      if (cameras.linked) goTo()
      return cameras.linked
    case 'u':
      cameras.setLinked(!cameras.linked)
      return true
    case 'home':
      cameras.goToEnd('first')
      return true
    case 'end':
      cameras.goToEnd('last')
      return true
    default:
      return false
  }
}
