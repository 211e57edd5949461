// The commands are run by a real shell with a real openssl, on files sealed here piece by piece, without any of our code.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handCheckCommands, sealCheck } from '#contract/messages/hand-check.ts'
import type { SealReport, SignedPart } from '#contract/seal.ts'
import { fakeSeal } from '#test/support/fake-evidence.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hand-check-'))
  for (const [name, ...key] of [
    ['rsa', 'rsa:2048'],
    ['p256', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ['p521', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
    ['ed25519', 'ed25519'],
  ] as const) {
    openssl(
      'req',
      '-x509',
      '-newkey',
      ...key,
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      '/CN=Test',
    )
    openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

const openssl = (...args: string[]): Buffer =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })

type Making = {
  key: 'rsa' | 'p256' | 'p521' | 'ed25519'
  algorithm: string
  /** What openssl signs with. */
  options: string[]
  pem?: boolean
  given?: Partial<SealReport>
}

const pss = (hash: string, salt: number, ...more: string[]): string[] => [
  `-${hash}`,
  '-sigopt',
  'rsa_padding_mode:pss',
  '-sigopt',
  `rsa_pss_saltlen:${salt}`,
  ...more,
]
const usual: Making = { key: 'rsa', algorithm: 'RSASSA-PSS SHA-256 salt 20', options: pss('sha256', 20) }

/** Bytes that a `printf` could take for its own: `%`, backslashes, quotes, digits after an escape, zeros. */
const awkward = Buffer.concat([
  Buffer.from(`%s%n\\0'"\`$(x)\n8`),
  Buffer.from([0, 255, 0x30, 0x37]),
  Buffer.alloc(700, '%7'),
])

/**
 * A file of evidence, the place of a signature, a certificate, and more evidence, of which some was other bytes when it was
 * signed and some was not there yet.
 */
function makeSealed(name: string, { key, algorithm, options, pem = false, given = {} }: Making): SealReport {
  const certificate = readFileSync(path.join(folder, `${key}.${pem ? 'pem' : 'der'}`))
  const place = 300
  const head = Buffer.alloc(5_000, 'evidence')
  const at = head.length + awkward.length
  const behind = Buffer.from('end of what was signed')
  const parts: SignedPart[] = [
    { kind: 'file', start: 0, end: 5_000 },
    { kind: 'bytes', hex: awkward.toString('hex') },
    { kind: 'zeros', bytes: place },
    { kind: 'file', start: at + place, end: at + place + certificate.length + behind.length },
  ]
  const signed = Buffer.concat([head, awkward, Buffer.alloc(place), certificate, behind])
  writeFileSync(path.join(folder, 'signed'), signed)
  const signature =
    key === 'ed25519'
      ? openssl('pkeyutl', '-sign', '-inkey', `${key}.key`, '-rawin', '-in', 'signed')
      : openssl('dgst', ...options, '-sign', `${key}.key`, 'signed')
  const file = Buffer.concat([
    head,
    Buffer.alloc(awkward.length, 'other'),
    signature,
    Buffer.alloc(place - signature.length, 9),
    certificate,
    behind,
    Buffer.from('added later'),
  ])
  writeFileSync(path.join(folder, name), file)
  const hash = options[0]?.slice(1) ?? 'sha512'
  return fakeSeal(0, {
    algorithm,
    digest: key === 'ed25519' ? null : createHash(hash).update(signed).digest('hex'),
    signedParts: parts,
    signatureBytes: { start: at, end: at + place },
    signatureUsed: { start: at, end: at + signature.length },
    certificateBytes: { start: at + place, end: at + place + certificate.length },
    leafCertificate: {
      bytes: { start: at + place, end: at + place + certificate.length },
      encoding: pem ? 'pem' : 'der',
    },
    ...given,
  })
}

/** What the shell says; openssl's answer included, whichever it is. Run where the user may write, beside the evidence. */
function run(commands: string): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', commands], { cwd: folder, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

const commandsFor = (name: string, seal: SealReport): string =>
  sealCheck(name, seal, { isLast: true }).commands ?? ''

function expectMatch(name: string, seal: SealReport): void {
  const before = readFileSync(path.join(folder, name))
  const { status, said } = run(commandsFor(name, seal))
  expect(said).toMatch(/Verified OK|Signature Verified/)
  expect(status).toBe(0)
  if (seal.digest !== null) expect(said).toContain(seal.digest)
  expect(readFileSync(path.join(folder, name)).equals(before)).toBe(true)
}

describe('check by hand', () => {
  it.each<Making>([
    usual,
    { ...usual, algorithm: 'RSASSA-PSS SHA-256 salt 32', options: pss('sha256', 32) },
    { ...usual, algorithm: 'RSASSA-PSS SHA-256 salt 0', options: pss('sha256', 0) },
    { ...usual, algorithm: 'RSASSA-PSS SHA-256 salt auto', options: pss('sha256', 11) },
    { ...usual, algorithm: 'RSASSA-PSS SHA-384 salt 48', options: pss('sha384', 48) },
    {
      ...usual,
      algorithm: 'RSASSA-PSS SHA-512 MGF1-SHA-1 salt 7',
      options: pss('sha512', 7, '-sigopt', 'rsa_mgf1_md:sha1'),
    },
    { ...usual, algorithm: 'RSASSA-PKCS1-v1_5 SHA-256', options: ['-sha256'] },
    { ...usual, algorithm: 'RSASSA-PKCS1-v1_5 SHA-1', options: ['-sha1'] },
    { ...usual, algorithm: 'RSASSA-PKCS1-v1_5 MD5', options: ['-md5'] },
    { ...usual, pem: true },
    { key: 'p256', algorithm: 'ECDSA P-256 SHA-256', options: ['-sha256'] },
    { key: 'p256', algorithm: 'ECDSA SHA-256', options: ['-sha256'], pem: true },
    { key: 'p521', algorithm: 'ECDSA P-521 SHA-512', options: ['-sha512'] },
    { key: 'ed25519', algorithm: 'Ed25519', options: [] },
  ])('matches with $algorithm (PEM: $pem), a signature shorter than its place, and other bytes', (making) => {
    expectMatch('sealed.mp4', makeSealed('sealed.mp4', making))
  })

  it.each(['rsa', 'p256', 'ed25519'] as const)(
    'says of a changed file that it does not match (%s)',
    (key) => {
      const algorithm = { rsa: usual.algorithm, p256: 'ECDSA P-256 SHA-256', ed25519: 'Ed25519' }[key]
      const options = key === 'rsa' ? usual.options : key === 'p256' ? ['-sha256'] : []
      const seal = makeSealed('changed.mp4', { key, algorithm, options })
      const bytes = readFileSync(path.join(folder, 'changed.mp4'))
      bytes.writeUInt8(bytes.readUInt8(17) ^ 1, 17)
      writeFileSync(path.join(folder, 'changed.mp4'), bytes)
      const { status, said } = run(
        commandsFor('changed.mp4', { ...seal, status: 'broken', range: null, digest: null }),
      )
      expect(said).toMatch(/verification fail/i)
      expect(said).not.toMatch(/Verified OK|Signature Verified/)
      expect(status).not.toBe(0)
    },
  )

  it('shows that the place of an empty signature holds nothing', () => {
    writeFileSync(
      path.join(folder, 'empty.mp4'),
      Buffer.concat([Buffer.alloc(50, 7), Buffer.alloc(256), Buffer.alloc(9, 7)]),
    )
    const at = (start: number, end: number) =>
      run(
        commandsFor(
          'empty.mp4',
          fakeSeal(0, { status: 'empty', range: null, signatureBytes: { start, end } }),
        ),
      ).said.trim()
    expect(at(50, 306)).toBe('0')
    expect(at(49, 307)).toBe('2')
  })

  it.each(['it’s "here" $(touch pwned).mp4', "a'b.mp4", '-rf.mp4', '`touch pwned`.mp4', '%s\\000.mp4'])(
    'takes %s as a name and nothing else',
    (name) => {
      expectMatch(name, makeSealed(name, usual))
      expect(existsSync(path.join(folder, 'pwned'))).toBe(false)
    },
  )

  it('lets no character through that a terminal obeys', () => {
    const commands = commandsFor('a\u001b[2Jb\nrm.mp4', fakeSeal(0))
    expect(commands).not.toContain('\u001b')
    expect(commands).toContain("FILE='sealed.mp4'")
  })

  it('writes only files of its own, and none of them as large as the video', () => {
    const seal = makeSealed('sealed.mp4', usual)
    const clean = path.join(folder, 'clean')
    mkdirSync(clean)
    writeFileSync(path.join(clean, 'big.mp4'), readFileSync(path.join(folder, 'sealed.mp4')))
    spawnSync('sh', ['-e', '-c', commandsFor('big.mp4', seal)], { cwd: clean })
    expect(readdirSync(clean).sort()).toEqual([
      'big.mp4',
      'seal-check.cert',
      'seal-check.pem',
      'seal-check.sig',
    ])
  })

  it('needs no list of pieces for the last seal of a verification by an earlier version', () => {
    const whole = Buffer.concat([
      Buffer.alloc(2_000, 'evidence'),
      Buffer.alloc(256),
      readFileSync(path.join(folder, 'rsa.der')),
    ])
    writeFileSync(path.join(folder, 'signed'), whole)
    const signature = openssl('dgst', ...usual.options, '-sign', 'rsa.key', 'signed')
    signature.copy(whole, 2_000)
    writeFileSync(path.join(folder, 'old.mp4'), whole)
    const seal = fakeSeal(1, {
      signedParts: [],
      signatureUsed: null,
      leafCertificate: null,
      signatureBytes: { start: 2_000, end: 2_256 },
      certificateBytes: { start: 2_256, end: whole.length },
    })
    expect(run(handCheckCommands('old.mp4', [fakeSeal(0), seal]) ?? '').said).toContain('Verified OK')
    const earlier = sealCheck('old.mp4', seal, { isLast: false })
    expect(earlier.commands).toBeNull()
    expect(earlier.why).toContain('Verify it again')
    expect(sealCheck('old.mp4', { ...seal, range: 'A2' }, { isLast: true }).commands).toBeNull()
  })

  it('says why where there are no commands', () => {
    const check = (given: Partial<SealReport>) => sealCheck('a', fakeSeal(0, given), { isLast: true })
    for (const given of [
      { status: 'unsupported', algorithm: '1.2.3' },
      { algorithm: 'something else' },
      { signatureBytes: null, signatureUsed: null },
      { certificateBytes: null, leafCertificate: null },
      { status: 'empty', signatureBytes: null },
      { signedParts: [{ kind: 'bytes', hex: '00'.repeat(40_000) }] },
      {
        signedParts: Array.from({ length: 500 }, (_, at) => ({
          kind: 'file',
          start: 2 * at,
          end: 2 * at + 1,
        })),
      },
    ] as Partial<SealReport>[]) {
      const { commands, why } = check(given)
      expect([commands, why], JSON.stringify(given).slice(0, 80)).toEqual([
        null,
        expect.stringMatching(/^There are no commands for this seal.*\.$/),
      ])
    }
    expect(handCheckCommands('a', [])).toBeNull()
    expect(handCheckCommands('a', [fakeSeal(0, { status: 'empty', range: null })])).toBeNull()
  })
})
