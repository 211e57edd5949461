// `exhibit seal`: one more seal on a copy, with keys of every kind; what is refused, and that nothing is left of it.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { documentOf, exhibit, exhibitIn, jsonOf, stateOf } from '../support/cli.ts'
import { Inspect, Verify } from '../support/cli-contract.ts'
import { makeEvidence, suiteFolder, writeKeyFiles } from '../support/evidence.ts'
import type { Evidence, KeyFiles } from '../support/evidence.ts'
import { scratchFolder } from '../support/made-export.ts'

const folder = suiteFolder()
let evidence: Evidence
let lab: KeyFiles
beforeAll(async () => {
  evidence = await makeEvidence(folder)
  lab = writeKeyFiles(folder, 'lab', evidence.lab)
})

const out = (): string => join(scratchFolder(), 'out.mp4')
const withPem = (): string[] => ['--key', lab.key, '--cert', lab.cert]

describe('a further seal', () => {
  it('with PEM: the earlier seal stays, comment and corrected time stand in the new one, the input is untouched', async () => {
    const [path, before] = [out(), stateOf(evidence.sealed)]
    const [file] = (
      await jsonOf(
        0,
        Verify,
        'seal',
        evidence.sealed,
        '--out',
        path,
        ...withPem(),
        '--comment',
        'Straße 7, “Prüfung”',
        '--start-time',
        '2026-05-01T22:00:00.123Z',
      )
    ).files
    expect(file).toMatchObject({ path, verdict: 'sealed', unsealedBytes: 0 })
    expect(file?.seals.map(({ status, comment, signer }) => [status, comment, signer.subject])).toEqual([
      ['intact', 'request 7', 'CN=VMS'],
      ['intact', 'Straße 7, “Prüfung”', 'CN=Lab'],
    ])
    expect(file?.seals[1]?.correctedStartTimes).toEqual([{ trackId: 1, utc: '2026-05-01T22:00:00.123Z' }])
    expect(stateOf(evidence.sealed)).toEqual(before)
    const verified = (await jsonOf(0, Verify, 'verify', path, '--trust', lab.root, '--at', '2026-06-01'))
      .files[0]
    expect(verified).toMatchObject({
      sha256: file?.sha256,
      seals: [{ trust: 'untrusted' }, { trust: 'trusted' }],
    })
    const told = await jsonOf(0, Inspect, 'inspect', path)
    expect(told.startTimes[0]).toEqual({
      trackId: 1,
      utc: '2026-05-01T22:00:00.123Z',
      origin: 'corrected cstb',
      own: true,
    })
  })

  it('with PKCS#12, the password as an option or, out of sight, from the environment', async () => {
    const { code, stdout, stderr } = await exhibit(
      'seal',
      evidence.sealed,
      '--out',
      out(),
      '--key',
      lab.p12,
      '--password',
      lab.password,
      '--json',
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(
      documentOf({ code, signal: null, stdout, stderr }, Verify).files[0]?.seals[1]?.signer.subject,
    ).toBe('CN=Lab')
    const env = { EXHIBIT_KEY_PASSWORD: lab.password }
    const second = await exhibitIn(
      { env },
      'seal',
      evidence.sealed,
      '--out',
      out(),
      '--key',
      lab.p12,
      '--cert',
      lab.cert,
      '--json',
    )
    expect(documentOf(second, Verify).files[0]?.seals).toHaveLength(2)
  })

  it('the first seal of a file keeps its bytes as they are', async () => {
    const path = out()
    const [file] = (await jsonOf(0, Verify, 'seal', evidence.unsealed, '--out', path, ...withPem())).files
    expect(file).toMatchObject({
      verdict: 'sealed',
      unsealedBytes: 0,
      seals: [{ status: 'intact', comment: null }],
    })
    const before = readFileSync(evidence.unsealed)
    expect(readFileSync(path).subarray(0, before.length).equals(before)).toBe(true)
    expect((await jsonOf(0, Inspect, 'inspect', path)).export?.time).toMatch(/^2\d{3}-/)
  })

  it('on a file whose seal is broken is made and does not mend it: 1', async () => {
    const [file] = (await jsonOf(1, Verify, 'seal', evidence.broken, '--out', out(), ...withPem())).files
    expect(file).toMatchObject({ verdict: 'broken', seals: [{ status: 'broken' }, { status: 'intact' }] })
  })

  it('without --json says where it is and what it says of it', async () => {
    const path = out()
    const { code, stdout } = await exhibit('seal', evidence.sealed, '--out', path, ...withPem())
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^\S+out\.mp4: sealed, 2 seal\(s\), SHA-256 [0-9a-f]{64}\n$/),
    ])
  })
})

describe('refused, with nothing left behind', () => {
  const makeKeys = (): Record<string, string> => {
    const at = (name: string): string => join(folder, name)
    const request = ['req', '-x509', '-nodes', '-days', '30', '-subj', '/CN=Short']
    execFileSync(
      'openssl',
      [...request, '-newkey', 'rsa:1024', '-keyout', at('rsa1024.pem'), '-out', at('rsa1024-cert.pem')],
      { stdio: 'pipe' },
    )
    execFileSync(
      'openssl',
      [
        ...request,
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-keyout',
        at('ec.pem'),
        '-out',
        at('ec-cert.pem'),
      ],
      { stdio: 'pipe' },
    )
    return Object.fromEntries(
      ['rsa1024', 'ec'].flatMap((name) => [
        [name, at(`${name}.pem`)],
        [`${name}-cert`, at(`${name}-cert.pem`)],
      ]),
    )
  }
  let keys: Record<string, string>
  beforeAll(() => {
    keys = makeKeys()
  })

  const added = (): string => {
    const path = join(scratchFolder(), 'added.mp4')
    writeFileSync(path, Buffer.concat([readFileSync(evidence.sealed), writeBox('mdat', new Uint8Array(8))]))
    return path
  }

  it.each<[number, string, () => string[], RegExp]>([
    [
      2,
      'a key that is too short',
      () => [evidence.sealed, '--key', keys['rsa1024'] ?? '', '--cert', keys['rsa1024-cert'] ?? ''],
      /2048/,
    ],
    [
      2,
      'a key that is not RSA',
      () => [evidence.sealed, '--key', keys['ec'] ?? '', '--cert', keys['ec-cert'] ?? ''],
      /RSA/,
    ],
    [
      2,
      'a certificate of another key',
      () => [evidence.sealed, '--key', lab.key, '--cert', keys['rsa1024-cert'] ?? ''],
      /does not belong/,
    ],
    [
      4,
      'a key file that is none',
      () => [evidence.sealed, '--key', evidence.text, '--cert', lab.cert],
      /key/,
    ],
    [
      4,
      'a key file that is missing',
      () => [evidence.sealed, '--key', join(folder, 'no.pem'), '--cert', lab.cert],
      /no\.pem/,
    ],
    [4, 'a wrong password', () => [evidence.sealed, '--key', lab.p12, '--password', 'wrong'], /password/],
    [4, 'a key without any certificate', () => [evidence.sealed, '--key', lab.key], /certificate/],
    [4, 'a missing file', () => [join(folder, 'none.mp4'), ...withPem()], /none\.mp4/],
    [4, 'a file that is no MP4', () => [evidence.text, ...withPem()], /not an ISO base media file/],
    [2, 'content behind the seal', () => [added(), ...withPem()], /mdat/],
    [2, 'a start time that is none', () => [evidence.sealed, ...withPem(), '--start-time', '25:00'], /25:00/],
  ])('%i: %s', async (code, _, args, why) => {
    const place = scratchFolder()
    const outcome = await exhibit('seal', ...args(), '--out', join(place, 'out.mp4'))
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(why)
    expect(readdirSync(place)).toEqual([])
  })

  it('2: a name that is taken, also that of the input; both stay as they are', async () => {
    const place = scratchFolder()
    const taken = join(place, 'taken.mp4')
    writeFileSync(taken, 'evidence')
    for (const [input, path] of [
      [evidence.sealed, taken],
      [evidence.sealed, evidence.sealed],
    ] as const) {
      const before = stateOf(path)
      const { code, stderr } = await exhibit('seal', input, '--out', path, ...withPem())
      expect([code, stderr]).toEqual([2, expect.stringContaining('exists already')])
      expect(stateOf(path)).toEqual(before)
    }
    expect(readdirSync(place)).toEqual(['taken.mp4'])
  })

  it('5: a folder that is not there', async () => {
    const { code, stderr } = await exhibit(
      'seal',
      evidence.sealed,
      '--out',
      join(folder, 'no folder', 'out.mp4'),
      ...withPem(),
    )
    expect([code, stderr]).toEqual([5, expect.stringContaining('no folder')])
  })
})
