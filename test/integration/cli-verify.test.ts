// `exhibit verify`: verdicts, exit codes, trust, and that stdout is the answer and nothing else.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { documentOf, exhibit, jsonOf, main, node, sha256Of, stateOf, workstation } from '../support/cli.ts'
import { Verify } from '../support/cli-contract.ts'
import { makeEvidence, suiteFolder, writeKeyFiles } from '../support/evidence.ts'
import type { Evidence, KeyFiles } from '../support/evidence.ts'
import { needsSamples } from '../support/shared.ts'

const folder = suiteFolder()
let evidence: Evidence
let vms: KeyFiles
let lab: KeyFiles
beforeAll(async () => {
  evidence = await makeEvidence(folder)
  vms = writeKeyFiles(folder, 'vms', evidence.vms)
  lab = writeKeyFiles(folder, 'lab', evidence.lab)
})

const missing = join(folder, 'missing.mp4')

describe('one file', () => {
  it('sealed: 0, with signer, comment and hash', async () => {
    const { files } = await jsonOf(0, Verify, 'verify', evidence.sealed)
    const [file] = files
    expect(files).toHaveLength(1)
    expect(file).toMatchObject({
      path: evidence.sealed,
      verdict: 'sealed',
      reason: null,
      unsealedBytes: 0,
      sha256: sha256Of(evidence.sealed),
    })
    expect(file?.seals).toHaveLength(1)
    expect(file?.seals[0]).toMatchObject({
      index: 0,
      status: 'intact',
      algorithm: 'RSASSA-PSS SHA-256 salt 20',
      keyBits: 2048,
      trust: 'not-checked',
      comment: 'request 7',
      correctedStartTimes: [],
      deviations: [],
      signer: { subject: 'CN=VMS', issuer: 'CN=VMS Root', notAfter: '2036-01-01T00:00:00.000Z' },
    })
    expect(file?.mediaSigning).toMatchObject([
      { trackId: 1, verdict: 'not-signed', frames: 50, framesVerified: 0 },
    ])
  })

  it('sealed twice: both seals in file order, the second corrects the time', async () => {
    const [file] = (await jsonOf(0, Verify, 'verify', evidence.twice)).files
    expect(file?.seals.map(({ index, status, comment }) => [index, status, comment])).toEqual([
      [0, 'intact', 'request 7'],
      [1, 'intact', 'received'],
    ])
    expect(file?.seals[1]?.correctedStartTimes).toEqual([{ trackId: 1, utc: '2026-05-01T21:59:59.250Z' }])
  })

  it('broken: 1, with a reason', async () => {
    const [file] = (await jsonOf(1, Verify, 'verify', evidence.broken)).files
    expect(file).toMatchObject({
      verdict: 'broken',
      unsealedBytes: file?.size,
      seals: [{ status: 'broken' }],
    })
    expect(file?.reason).toMatch(/does not match/)
  })

  it('something added behind the seal: 1, though the seal itself is intact', async () => {
    const path = join(folder, 'added.mp4')
    copyFileSync(evidence.sealed, path)
    writeFileSync(path, writeBox('mdat', new Uint8Array(8)), { flag: 'a' })
    const [file] = (await jsonOf(1, Verify, 'verify', path)).files
    expect(file).toMatchObject({ verdict: 'broken', unsealedBytes: 16, seals: [{ status: 'intact' }] })
  })

  it('unsealed: 3', async () => {
    const [file] = (await jsonOf(3, Verify, 'verify', evidence.unsealed)).files
    expect(file).toMatchObject({ verdict: 'unsealed', reason: null, unsealedBytes: file?.size, seals: [] })
  })

  it.each(['text', 'missing', 'empty', 'folder', 'device', 'pipe'])(
    '%s: 4, and the answer says why',
    async (kind) => {
      const path =
        {
          text: evidence.text,
          missing,
          empty: join(folder, 'empty.mp4'),
          folder,
          device: '/dev/zero',
          pipe: join(folder, 'pipe.mp4'),
        }[kind] ?? ''
      if (kind === 'empty') writeFileSync(path, '')
      if (kind === 'pipe') spawnSync('mkfifo', [path])
      const [file] = (await jsonOf(4, Verify, 'verify', path)).files
      expect(file).toMatchObject({ path, verdict: 'unreadable', seals: [], mediaSigning: [] })
      expect(file?.reason).toBeTruthy()
    },
  )
})

describe('several files', () => {
  it.each([
    [0, ['sealed', 'twice']],
    [3, ['sealed', 'unsealed', 'sealed']],
    [1, ['unsealed', 'broken', 'sealed']],
    [4, ['broken', 'text', 'unsealed', 'sealed']],
    [4, ['missing', 'sealed', 'broken']],
  ] as const)('the worst decides: %i for %j', async (code, names) => {
    const paths = names.map((name) => (name === 'missing' ? missing : evidence[name]))
    const { files } = await jsonOf(code, Verify, 'verify', ...paths)
    expect(files.map(({ path }) => path)).toEqual(paths)
  })

  it('without --json the same exit code, and every file is named', async () => {
    const { code, stdout, stderr } = await exhibit('verify', evidence.sealed, evidence.unsealed)
    expect([code, stderr]).toEqual([3, ''])
    expect(stdout).toContain(evidence.sealed)
    expect(stdout).toContain(evidence.unsealed)
    expect(stdout).toContain(sha256Of(evidence.sealed))
  })
})

describe('trust', () => {
  const trustOf = async (...args: string[]): Promise<(string | undefined)[]> =>
    (await jsonOf(0, Verify, 'verify', evidence.twice, '--at', '2026-06-01', ...args)).files[0]?.seals.map(
      ({ trust }) => trust,
    ) ?? []

  it('is not checked without a root', async () => {
    expect(await trustOf()).toEqual(['not-checked', 'not-checked'])
  })

  it('comes from PEM, DER, several files, a bundle, or a folder', async () => {
    const only = ['trusted', 'untrusted']
    expect(await trustOf('--trust', vms.root)).toEqual(only)
    expect(await trustOf('--trust', vms.rootDer)).toEqual(only)
    expect(await trustOf('--trust', lab.root)).toEqual(['untrusted', 'trusted'])
    expect(await trustOf('--trust', vms.root, '--trust', lab.rootDer)).toEqual(['trusted', 'trusted'])
    const roots = join(folder, 'roots')
    mkdirSync(roots)
    for (const file of [vms.root, lab.rootDer, vms.key]) copyFileSync(file, join(roots, basename(file)))
    expect(await trustOf('--trust', roots)).toEqual(['trusted', 'trusted'])
  })

  it('the signer’s own certificate may be the anchor', async () => {
    expect(await trustOf('--trust', vms.cert)).toEqual(['trusted', 'untrusted'])
  })

  it.each([
    ['2025-12-31T23:59:59Z', 'not-yet-valid'],
    ['2026-01-01T01:00:01+01:00', 'trusted'],
    ['2035-12-31T23:59:59.999Z', 'trusted'],
    ['2036-06-01', 'expired'],
  ])('--at %s: %s, and the verdict stays', async (at, trust) => {
    const [file] = (await jsonOf(0, Verify, 'verify', evidence.sealed, '--trust', vms.root, '--at', at)).files
    expect([file?.verdict, file?.seals[0]?.trust]).toEqual(['sealed', trust])
  })

  it('judges at the export time of the file where nothing is said, and says how it stands today', async () => {
    const [file] = (await jsonOf(0, Verify, 'verify', evidence.sealed, '--trust', vms.root)).files
    expect(file?.seals[0]).toMatchObject({
      trust: 'trusted',
      trustDetail: {
        judgedAt: '2026-05-02T08:15:00.000Z',
        judgedAtOrigin: 'export-time',
        today: expect.any(String) as string,
      },
    })
  })

  it('does not mend a broken seal, and is not asked beside one: anybody can put anybody’s certificate there', async () => {
    const [file] = (await jsonOf(1, Verify, 'verify', evidence.broken, '--trust', vms.root)).files
    expect(file).toMatchObject({ verdict: 'broken', seals: [{ status: 'broken', trust: 'not-checked' }] })
  })

  it.each([
    ['a missing file', () => missing],
    ['a file without a certificate', () => evidence.text],
    ['a key', () => vms.key],
    ['a folder without certificates', () => workstation],
  ])('cannot come from %s: 4', async (_, path) => {
    const { code, stderr } = await exhibit('verify', evidence.sealed, '--trust', path())
    expect([code, stderr.startsWith('exhibit: No certificates')]).toEqual([4, true])
  })

  it('--at has to be a time: 2', async () => {
    const { code, stderr } = await exhibit('verify', evidence.sealed, '--at', 'yesterday')
    expect(code).toBe(2)
    expect(stderr).toContain('yesterday')
  })
})

describe('what it leaves alone', () => {
  it('no input is changed in any way', async () => {
    const paths = [evidence.sealed, evidence.twice, evidence.unsealed, evidence.broken, evidence.text]
    for (const path of paths)
      utimesSync(path, new Date('2026-05-03T00:00:00Z'), new Date('2026-05-03T00:00:00Z'))
    const before = paths.map(stateOf)
    await exhibit('verify', ...paths)
    for (const command of ['inspect', 'conformance', 'metadata']) await exhibit(command, evidence.twice)
    expect(paths.map(stateOf)).toEqual(before)
  })

  it('a link is followed, since it was named', async () => {
    const link = join(folder, 'link.mp4')
    symlinkSync(evidence.sealed, link)
    await jsonOf(0, Verify, 'verify', link)
  })

  it('a name that looks like an option comes after --', async () => {
    const path = join(folder, '--json.mp4')
    copyFileSync(evidence.sealed, path)
    const outcome = await exhibit('verify', '--json', '--', path)
    expect(documentOf(outcome, Verify).files[0]?.verdict).toBe('sealed')
  })
})

const python = spawnSync('python3', ['--version']).status === 0

describe.skipIf(!python)('on a terminal', () => {
  // Only stderr is a terminal: progress belongs there, and stdout has to stay one JSON document.
  const onTerminal = `
import os, pty, subprocess, sys
ours, theirs = pty.openpty()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=theirs)
os.close(theirs)
out = child.communicate()[0]
said = b''
try:
  # Each read gives what has come through so far; the error tells that nobody can write any more.
  while chunk := os.read(ours, 65536): said += chunk
except OSError: pass
sys.stdout.buffer.write(out); sys.stdout.flush(); sys.stderr.buffer.write(said)
sys.exit(child.returncode)`

  it('progress goes to stderr and is wiped in the end', () => {
    const env = { ...process.env, EXHIBIT_DATA: workstation }
    const run = spawnSync('python3', ['-c', onTerminal, node, main, 'verify', '--json', evidence.sealed], {
      encoding: 'utf8',
      env,
    })
    expect(run.status).toBe(0)
    expect(
      documentOf({ code: 0, signal: null, stdout: run.stdout, stderr: run.stderr }, Verify).files,
    ).toHaveLength(1)
    expect(run.stderr).toContain('sealed.mp4')
    expect(run.stderr.slice(-4)).toBe('\r\u001b[K')
  })
})

describe('files by others', () => {
  const samples = needsSamples('seals')

  it.each([
    [0, 'p2'],
    [0, 'f2'],
    [0, 'v_spec'],
    [0, 'v_ecdsa'],
    [0, 'v_two_mfra_out'],
    [0, 'v_trailfree'],
    [0, 'w4'],
    [1, 'v_attack'],
    [1, 'v_tamper'],
    [1, 'w3'],
    [3, 'k3'],
  ] as const)('%i for %s', async (code, name) => {
    await jsonOf(code, Verify, 'verify', join(samples, `${name}.mp4`))
  })
})
