// Signatures inside the video, explained: the commands for one group are run by sh with openssl on the very file.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Explanation, ExplanationStep } from '#contract/explanation.ts'
import type { Verification } from '#contract/seal.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { explainFile } from '#engine/examine/explain-file.ts'
import { findSignedGroups } from '#engine/examine/signed-groups.ts'
import { scratchFolder } from '../support/made-export.ts'
import { needsSamples } from '../support/shared.ts'
import { signVideo } from '../support/sign-video.ts'
import type { SignOptions } from '../support/sign-video.ts'
import { makeVideoSigner } from '../support/sign-video-keys.ts'
import type { KeyKind } from '../support/sign-video-keys.ts'
import { canEncode, makeVideo } from '../support/sign-video-sources.ts'
import { verifyPath } from '../support/verify.ts'

const explained = (path: string, verification: Verification): Promise<Explanation> =>
  explainFile({ place: path, fileName: basename(path), verification, inspection: null, clockOffset: null })

const stepOf = ({ steps }: Explanation, id: string): ExplanationStep | undefined =>
  steps.find((one) => one.id === id)

function copied(path: string): string {
  const copy = join(scratchFolder(), basename(path))
  copyFileSync(path, copy)
  return copy
}

const run = (commands: string, path: string) =>
  spawnSync('sh', ['-e', '-c', commands], { cwd: join(path, '..'), encoding: 'utf8' })

describe.each([
  ['onvif-media-signing', 'test_signed_h264.mp4', 'CN = Test camera'],
  ['axis-signed-video', 'signed_test_h264.mp4', null],
  ['axis-signed-video', 'signed_test_h264_modified_frame_137.mp4', null],
])('%s/%s', (folder, file, subject) => {
  const samples = needsSamples(folder)

  it('one group can be checked by hand, and no longer once a bit of what it signs was changed', async () => {
    const path = copied(join(samples, file))
    const verification = await verifyPath(path)
    const explanation = await explained(path, verification)
    const commands = stepOf(explanation, 'media-track-1')?.commands ?? ''
    const { status, stdout, stderr } = run(commands, path)
    expect([status, stdout.trimEnd().split('\n').at(-1)], stderr).toEqual([0, 'Verified OK'])
    const digests = verification.mediaSigning[0]?.groups.map(({ digest }) => digest ?? '-') ?? []
    expect(digests.some((digest) => stdout.includes(digest))).toBe(true)
    if (subject) expect(stdout).toContain(subject)

    const from = Number(/speaks of: \d+ bytes at offset (\d+)/.exec(commands)?.[1])
    const bytes = readFileSync(path)
    bytes[from + 40] = (bytes[from + 40] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const after = run(commands, path)
    expect(after.status).not.toBe(0)
    expect(after.stdout).not.toContain('Verified OK')
  })
})

describe('what cannot be cut out of the file', () => {
  const samples = needsSamples('onvif-media-signing')

  it('is not offered, whatever the SEI holds', async () => {
    const path = join(samples, 'test_signed_h264.mp4')
    const { mediaSigning } = await verifyPath(path)
    const [report] = mediaSigning
    const bytes = readFileSync(path)
    const found = await findSignedGroups(memorySource('a', bytes), mediaSigning)
    expect(found).toHaveLength(1)
    const sei = report!.groups[0]!.sei!
    for (const spoil of [
      // Another signature, no end of its length, no key, nothing but tags, nothing at all.
      (copy: Buffer) => copy.fill(7, found[0]!.signature.start, found[0]!.signature.end),
      (copy: Buffer) => copy.fill(255, found[0]!.signature.start - 2, found[0]!.signature.start),
      (copy: Buffer) => copy.fill(3, sei.start, sei.end),
      (copy: Buffer) => copy.fill(0, sei.start, sei.end),
    ]) {
      const copy = Buffer.from(bytes)
      spoil(copy)
      const only = [{ ...report!, groups: report!.groups.slice(0, 1) }]
      expect(await findSignedGroups(memorySource('a', copy), only)).toEqual([])
    }
    expect(
      await findSignedGroups(memorySource('a', bytes.subarray(0, sei.start + 10)), mediaSigning),
    ).toEqual([])
    expect(
      await findSignedGroups(memorySource('a', bytes), [
        { ...report!, algorithm: 'RSASSA-PSS SHA-256 salt auto' },
      ]),
    ).toEqual([])
  })

  it('an unsigned video has no step on whose signature it is', async () => {
    const path = join(samples, 'test_h264.mp4')
    const explanation = await explained(path, await verifyPath(path))
    expect(stepOf(explanation, 'media-track-1')).toMatchObject({
      tone: 'unknown',
      commands: null,
      text: ['The video carries no signature of its camera.'],
    })
    expect(stepOf(explanation, 'media-track-1-trust')).toBeUndefined()
    expect(explanation.proved.join()).not.toContain('Track 1')
  })
})

/** `null`: the SEI lies in the file with emulation prevention that was not signed, so that no range of it is the document. */
const ways: [string, Omit<SignOptions, 'signer'>, KeyKind, 'certificate' | 'public-key' | 'stated' | null][] =
  [
    ['with SEIs as they are', { escaping: 'none' }, 'p256', 'certificate'],
    ['with prevention before hashing', { escaping: 'before-hash' }, 'p256', 'certificate'],
    ['with prevention after hashing', { escaping: 'after-hash' }, 'p256', null],
    ['with a certificate SEI', { escaping: 'before-hash', certificateSei: true }, 'p256', 'stated'],
    ['with P-384 and SHA-384', { escaping: 'none', hash: 'sha384' }, 'p384', 'certificate'],
    ['with RSA and SHA-512', { escaping: 'none', hash: 'sha512' }, 'rsa', 'certificate'],
    ['as Axis does', { escaping: 'before-hash', scheme: 'axis' }, 'p256', 'public-key'],
    ['as Axis did at first', { escaping: 'before-hash', scheme: 'axis-v1' }, 'p256', 'public-key'],
  ]

describe.skipIf(!canEncode('h264'))('video signed here', () => {
  it.each(ways)('%s: the commands hold, or there are none', async (_, options, kind, keyKind) => {
    const signer = await makeVideoSigner('Camera 7', kind)
    const path = join(scratchFolder(), 'signed.mp4')
    writeFileSync(path, await signVideo(makeVideo({ codec: 'h264' }), { ...options, signer }))
    const verification = await verifyPath(path)
    expect(verification.mediaSigning[0]?.verdict).toBe('authentic')
    const [group] = await findSignedGroups(memorySource('a', readFileSync(path)), verification.mediaSigning)
    const commands = stepOf(await explained(path, verification), 'media-track-1')?.commands ?? null
    if (keyKind === null) {
      // Where nothing happened to need prevention the document lies there as it was signed after all.
      if (!group) expect(commands).toBeNull()
    } else expect(group?.key.kind).toBe(keyKind)
    if (commands === null) return
    const { status, stdout, stderr } = run(commands, path)
    expect([status, stdout.trimEnd().split('\n').at(-1)], stderr).toEqual([0, 'Verified OK'])
    expect(stdout).toContain(group?.digest)
  })
})
