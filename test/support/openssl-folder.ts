// The openssl command as the other hand, in a folder of its own. Tests are skipped, loudly, where there is none.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const asked = spawnSync('openssl', ['version'], { encoding: 'utf8' })
const opensslVersion = asked.error ? 'none' : asked.stdout
export const hasOpenssl = /^OpenSSL 3\./.test(opensslVersion)
if (!hasOpenssl) console.warn(`SKIPPED: these tests need OpenSSL 3 (found: “${opensslVersion.trim()}”).`)

export class OpensslFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'exhibit-openssl-'))

  file(name: string): string {
    return join(this.path, name)
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.file(name), content)
    return this.file(name)
  }

  read(name: string): Buffer {
    return readFileSync(this.file(name))
  }

  /** Runs openssl in the folder; gives what it says, throws where it fails. */
  run(...parameters: string[]): string {
    return execFileSync('openssl', parameters, {
      cwd: this.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  /** Runs openssl and gives all that it says, also where it fails. */
  ask(...parameters: string[]): string {
    const { stdout, stderr } = spawnSync('openssl', parameters, { cwd: this.path, encoding: 'utf8' })
    return `${stdout}${stderr}`
  }

  remove(): void {
    rmSync(this.path, { recursive: true })
  }
}
