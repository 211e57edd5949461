// A medium that is really mounted: a file system in an image file, connected and pulled as often as a test likes. Only root
// may mount; elsewhere `whyNoMount` says what stands in the way.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Where the desktops of Linux mount what is plugged in. */
const mountFolder = '/media'

function command(name: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(name, args, { encoding: 'utf8' })
  if (status === 0) return stdout
  throw new Error(`${name} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
}

export class MountedImage {
  readonly image: string
  readonly mountPoint: string
  readonly #folder: string

  /** `work`: where the image may lie; `content`: what is on it; `bytes`: how large it is, holes not written. */
  constructor({ work, content, bytes }: { work: string; content: string; bytes: number }) {
    this.image = join(work, 'medium.img')
    const options = ['-q', '-F', '-L', 'EVIDENCE', '-O', '^has_journal', '-d', content]
    command('mkfs.ext4', ...options, this.image, `${Math.ceil(bytes / 1024)}k`)
    mkdirSync(mountFolder, { recursive: true })
    this.#folder = mkdtempSync(join(mountFolder, 'exhibit-'))
    this.mountPoint = join(this.#folder, 'EVIDENCE')
    mkdirSync(this.mountPoint)
  }

  connect(access: 'ro' | 'rw'): void {
    command('mount', '-o', `loop,${access}`, this.image, this.mountPoint)
  }

  disconnect(): void {
    command('umount', this.mountPoint)
  }

  /** Also while it is being read: whoever has a file of it open reads on, nobody finds it by its name. */
  pull(): void {
    command('umount', '--lazy', this.mountPoint)
  }

  /** All of it: every file, every time of a file, and what the file system keeps of itself. */
  hash(): string {
    return command('sha256sum', this.image).slice(0, 64)
  }

  /** Disconnected and gone, whatever happened before. */
  remove(): void {
    spawnSync('umount', ['--lazy', this.mountPoint])
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Null where media can be mounted. */
export function whyNoMount(work: string): string | null {
  if (process.platform !== 'linux') return 'loop mounts are made on Linux only'
  if (process.getuid?.() !== 0) return 'only root may mount a medium'
  try {
    const content = join(work, 'nothing')
    mkdirSync(content)
    const tried = new MountedImage({ work, content, bytes: 4 * 1024 ** 2 })
    try {
      tried.connect('ro')
      tried.disconnect()
    } finally {
      tried.remove()
      rmSync(tried.image)
    }
    return null
  } catch (error) {
    return `a medium cannot be mounted here (${error instanceof Error ? error.message : String(error)})`
  }
}
