// Whole items handed on: what came in can be taken out again byte for byte, earlier seals stay, and others' verifiers agree.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { appendSealVerified } from '#engine/export/reseal.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { boxesIn, complaintsOf, hasFfprobe } from '../support/judge.ts'
import { demoCase, handOn } from '../support/demo-case.ts'
import { makeSigner, scratchFolder } from '../support/made-export.ts'
import { needsSamples } from '../support/shared.ts'
import { sha256Of } from '../support/cli.ts'
import { verifyPath } from '../support/verify.ts'

/** The file as it was before its last seal: that `sinf` taken out, sizes of `ipro` and `meta` put back. */
function withoutLastSeal(bytes: Buffer): Buffer {
  const meta = boxesIn(bytes, 0, bytes.length).find(({ type }) => type === 'meta')!
  const wide = bytes.readUInt32BE(meta.start) === 1
  const ipro = boxesIn(bytes, meta.start + (wide ? 20 : 12), meta.end).find(({ type }) => type === 'ipro')!
  const sinf = boxesIn(bytes, ipro.start + 14, ipro.end).at(-1)!
  const before = Buffer.concat([bytes.subarray(0, sinf.start), bytes.subarray(sinf.end)])
  const removed = sinf.end - sinf.start
  before.writeUInt32BE(ipro.end - ipro.start - removed, ipro.start)
  if (wide) before.writeBigUInt64BE(BigInt(meta.end - meta.start - removed), meta.start + 8)
  else before.writeUInt32BE(meta.end - meta.start - removed, meta.start)
  return before
}

const made = demoCase()

describe('a whole item of the demo', () => {
  it.each([
    ['sealed', ['intact', 'intact'], 'sealed'],
    ['sealedTwice', ['intact', 'intact', 'intact'], 'sealed'],
    ['tampered', ['broken', 'intact'], 'broken'],
  ] as const)('%s: the original can be taken out again byte for byte', async (item, statuses, verdict) => {
    const { path, ...file } = await handOn(made(), made().items[item], { from: null, to: null })
    expect(file).toMatchObject({
      mode: 'resealed',
      verdict,
      samplesReencoded: 0,
      from: '2026-05-01T21:59:58.500Z',
      to: '2026-05-01T22:00:18.500Z',
    })
    expect(withoutLastSeal(readFileSync(path)).equals(readFileSync(made().files[item]))).toBe(true)
    const { seals } = await verifyPath(path)
    expect(seals.map(({ status }) => status)).toEqual(statuses)
    expect(seals.at(-1)).toMatchObject({ comment: 'for the court', range: 'A1', deviations: [] })
    if (hasFfprobe && verdict === 'sealed') expect(complaintsOf(path)).toEqual([])
  })

  it('unsealed: the original is the beginning of what is handed on, and nothing is guessed into it', async () => {
    const { path } = await handOn(made(), made().items.unsealed, { from: null, to: null })
    const [before, after] = [readFileSync(made().files.unsealed), readFileSync(path)]
    expect(after.subarray(0, before.length).equals(before)).toBe(true)
    const added = boxesIn(after, before.length, after.length)
    expect(added.map(({ type }) => type)).toEqual(['meta'])
    // No start time is known of this file: none is written.
    expect(boxesIn(after, added[0]!.start + 12, added[0]!.end).map(({ type }) => type)).toEqual([
      'hdlr',
      'suep',
      'ipro',
    ])
    expect((await verifyPath(path)).verdict).toBe('sealed')
  })

  it('stands in the ledger with the hashes of both sides', async () => {
    const { database, items } = made()
    const { path, sha256 } = await handOn(made(), items.sealed, { from: null, to: null })
    expect(sha256).toBe(sha256Of(path))
    expect(database.custody.verifyLedger().items.at(-1)).toMatchObject({
      action: 'export',
      itemId: items.sealed.summary.id,
      inputSha256: sha256Of(made().files.sealed),
      outputSha256: sha256,
      detail: { mode: 'resealed', samplesReencoded: 0, comment: 'for the court' },
    })
  })
})

describe('files sealed by others, sealed once more', () => {
  const folder = needsSamples('seals')
  const script = join(folder, 'verify_seal.py')
  let key: SealingKey
  beforeAll(async () => {
    ;({ key } = await makeSigner('Laboratory'))
  })

  const resealed = async (name: string): Promise<string> => {
    const out = join(scratchFolder(), `${name}.mp4`)
    const source = await openFileSource(join(folder, `${name}.mp4`))
    try {
      const request = { key, comment: 'again', operator: 'Ada', unitName: 'Test bench', correctedStart: null }
      await appendSealVerified(source, out, request, unwatched)
      return out
    } finally {
      await source.close()
    }
  }

  it.each([
    ['p1', 2],
    ['p2', 3],
    ['f1', 2],
    ['f2', 3],
    ['v_spec', 2],
    ['v_large', 2],
    ['v_nohdlr', 2],
    ['v_salt32', 2],
    ['v_pkcs1', 2],
    ['v_ecdsa', 2],
    ['v_mfra_after_in', 2],
    ['v_mfra_after_out', 2],
    ['v_two_mfra_in', 3],
    ['v_trailfree', 2],
  ] as const)('%s: %i seals, all intact, the sample within it byte for byte', async (name, seals) => {
    const out = await resealed(name)
    expect(withoutLastSeal(readFileSync(out)).equals(readFileSync(join(folder, `${name}.mp4`)))).toBe(true)
    const report = await verifyPath(out)
    expect([report.verdict, report.seals.map(({ status }) => status)]).toEqual([
      'sealed',
      Array(seals).fill('intact'),
    ])
    expect(report.unsealedBytes).toBe(0)
  })

  it.each(['p1', 'f1', 'v_spec'])(
    '%s: another verifier agrees, seal by seal, and sees one flipped bit',
    async (name) => {
      const out = await resealed(name)
      const judge = (path: string): string[] =>
        spawnSync('python3', [script, path], { encoding: 'utf8' })
          .stdout.split('\n')
          .filter((line) => line.includes('sinf '))
      const lines = judge(out)
      expect(lines).toHaveLength(2)
      for (const line of lines) expect(line).toMatch(/-> VERIFIED all\/\S+\/pss-salt20/)
      const bytes = readFileSync(out)
      bytes[2_000] = (bytes[2_000] ?? 0) ^ 8
      const changed = join(scratchFolder(), basename(out))
      writeFileSync(changed, bytes)
      for (const line of judge(changed)) expect(line).toMatch(/NOT VERIFIED/)
    },
  )

  it.each([
    ['v_post', /follows ‘ipro’/],
    ['v_attack', /mdat/],
    ['w4', /says/],
  ])('%s is refused: a further seal would break or bless it', async (name, why) => {
    await expect(resealed(name)).rejects.toMatchObject({
      code: 'seal-refused',
      message: expect.stringMatching(why) as string,
    })
  })

  it('files of ours too', async () => {
    const { path } = await handOn(made(), made().items.sealedTwice, { from: null, to: null })
    const { stdout } = spawnSync('python3', [script, path], { encoding: 'utf8' })
    expect(stdout.match(/-> VERIFIED all\/\S+\/pss-salt20/g)).toHaveLength(3)
  })
})
