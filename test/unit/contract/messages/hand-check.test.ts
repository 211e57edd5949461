// The commands are run by a real shell with a real openssl, on a file sealed here and on ONVIF's own where present.
import { execFileSync } from 'node:child_process'
import { constants, sign } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handCheckCommands } from '#contract/messages/hand-check.ts'
import type { SealReport } from '#contract/seal.ts'
import { fakeSeal } from '#test/support/fake-evidence.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hand-check-'))
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'cert.der',
    '-outform',
    'DER',
    '-subj',
    '/CN=Test',
    '-days',
    '2',
  ]
  execFileSync('openssl', request, { cwd: folder, stdio: 'ignore' })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Some bytes, a signature, a certificate and some more bytes: all that the commands know of a file. */
function makeSealed(name: string, saltLength: number | null): SealReport {
  const certificate = readFileSync(path.join(folder, 'cert.der'))
  const bytes = Buffer.concat([
    Buffer.alloc(5000, 'evidence'),
    Buffer.alloc(256),
    certificate,
    Buffer.alloc(77, 7),
  ])
  const key = readFileSync(path.join(folder, 'key.pem'), 'utf8')
  const padding = saltLength === null ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_PSS_PADDING
  sign('sha256', bytes, { key, padding, ...(saltLength === null ? {} : { saltLength }) }).copy(bytes, 5000)
  writeFileSync(path.join(folder, name), bytes)
  return fakeSeal(0, {
    algorithm: saltLength === null ? 'RSASSA-PKCS1-v1_5 SHA-256' : `RSASSA-PSS SHA-256 salt ${saltLength}`,
    signatureBytes: { start: 5000, end: 5256 },
    certificateBytes: { start: 5256, end: 5256 + certificate.length },
  })
}

/** What the shell says; openssl's answer included, whichever it is. */
function run(commands: string): string {
  try {
    return execFileSync('sh', ['-c', commands], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return stdout + stderr
  }
}

const commandsFor = (name: string, seal: SealReport): string => handCheckCommands(name, [seal]) ?? ''

describe('check by hand', () => {
  it.each([20, 32, null])('says that a sealed file matches (salt %s)', (salt) => {
    const seal = makeSealed('sealed.mp4', salt)
    const before = readFileSync(path.join(folder, 'sealed.mp4'))
    expect(run(commandsFor('sealed.mp4', seal))).toContain('Verified OK')
    expect(readFileSync(path.join(folder, 'sealed.mp4')).equals(before)).toBe(true)
  })

  it('says that a changed file does not', () => {
    const seal = makeSealed('changed.mp4', 20)
    const bytes = readFileSync(path.join(folder, 'changed.mp4'))
    bytes.writeUInt8(bytes.readUInt8(17) ^ 1, 17)
    writeFileSync(path.join(folder, 'changed.mp4'), bytes)
    expect(run(commandsFor('changed.mp4', { ...seal, status: 'broken', range: null }))).toMatch(
      /verification fail/i,
    )
  })

  it.each(['it’s "here" $(touch pwned).mp4', "a'b.mp4", '-rf.mp4'])(
    'takes %s as a name and nothing else',
    (name) => {
      expect(run(commandsFor(name, makeSealed(name, 20)))).toContain('Verified OK')
      expect(existsSync(path.join(folder, 'pwned'))).toBe(false)
    },
  )

  it('lets no character through that a terminal obeys', () => {
    const commands = commandsFor('a\u001b[2Jb\nrm.mp4', fakeSeal(0))
    expect(commands).not.toContain('\u001b')
    expect(commands).toContain("FILE='sealed.mp4'")
  })

  it('is not offered where openssl alone does not do', () => {
    expect(handCheckCommands('a', [])).toBeNull()
    expect(handCheckCommands('a', [fakeSeal(0, { range: 'A2' })])).toBeNull()
    expect(handCheckCommands('a', [fakeSeal(0, { algorithm: 'ECDSA P-256 SHA-256' })])).toBeNull()
    expect(handCheckCommands('a', [fakeSeal(0, { status: 'empty', range: null })])).toBeNull()
    expect(handCheckCommands('a', [fakeSeal(0), fakeSeal(1, { signatureBytes: null })])).toBeNull()
  })
})

const samples = path.resolve(process.env['EXHIBIT_SHARED'] ?? '../shared', 'samples/isosign')
describe.skipIf(!existsSync(samples))('files of ONVIF’s own signer', () => {
  it.each(['sealed-once.mp4', 'sealed-twice.mp4'])('%s matches by hand', (name) => {
    const bytes = readFileSync(path.join(samples, name))
    const place = (type: string): { start: number; end: number } => {
      const at = bytes.lastIndexOf(type, undefined, 'latin1')
      return { start: at + 4, end: at - 4 + bytes.readUInt32BE(at - 4) }
    }
    const seal = fakeSeal(0, { signatureBytes: place('sibo'), certificateBytes: place('cert') })
    expect(run(commandsFor(path.join(samples, name), seal))).toContain('Verified OK')
  })
})
if (!existsSync(samples)) console.warn(`SKIPPED: the reference files are not at ${samples}`)
