// Files sealed by others, with the verdicts they deserve: one test for each row of the samples' own table.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codesOf, verifyPath } from '../support/verify.ts'
import { needsSamples } from '../support/shared.ts'

type Row = {
  file: string
  verdict: 'sealed' | 'broken' | 'unsealed'
  statuses: string[]
  unsealedBytes?: number
  /** Deviation codes that the last seal has, all of them. */
  deviations?: string[]
  reason?: RegExp
}

const isosign = ['handler-missing', 'suep-missing', 'scheme-type-uppercase', 'scheme-version']

const rows: Row[] = [
  { file: 'p1', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 0, deviations: isosign },
  { file: 'p2', verdict: 'sealed', statuses: ['intact', 'intact'], unsealedBytes: 0, deviations: isosign },
  { file: 'f1', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 0 },
  { file: 'f2', verdict: 'sealed', statuses: ['intact', 'intact'], unsealedBytes: 0 },
  { file: 'v_spec', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 0, deviations: ['handler-type'] },
  { file: 'v_nohdlr', verdict: 'sealed', statuses: ['intact'], deviations: ['handler-missing'] },
  { file: 'v_post', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 0 },
  { file: 'v_large', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 0 },
  {
    file: 'v_certtrail',
    verdict: 'sealed',
    statuses: ['intact'],
    deviations: ['handler-type', 'certificate-trailing-bytes'],
  },
  {
    file: 'v_salt32',
    verdict: 'sealed',
    statuses: ['intact'],
    deviations: ['handler-type', 'algorithm-undeclared'],
  },
  { file: 'v_pkcs1', verdict: 'sealed', statuses: ['intact'], deviations: ['handler-type'] },
  { file: 'v_ecdsa', verdict: 'sealed', statuses: ['intact'], deviations: ['handler-type'] },
  { file: 'v_ecdsa_nosigC', verdict: 'sealed', statuses: ['intact'] },
  { file: 'v_mfra_after_in', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 0 },
  { file: 'v_mfra_after_out', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 124 },
  { file: 'v_two_mfra_in', verdict: 'sealed', statuses: ['intact', 'intact'], unsealedBytes: 0 },
  { file: 'v_two_mfra_out', verdict: 'sealed', statuses: ['intact', 'intact'], unsealedBytes: 124 },
  { file: 'v_trailfree', verdict: 'sealed', statuses: ['intact'], unsealedBytes: 16 },
  {
    file: 'v_attack',
    verdict: 'broken',
    statuses: ['intact'],
    unsealedBytes: 16,
    reason: /added after.*mdat/,
  },
  { file: 'v_tamper', verdict: 'broken', statuses: ['broken'], reason: /does not match/ },
  { file: 'w3', verdict: 'broken', statuses: ['broken', 'intact'], reason: /Seal 1 of 2/ },
  { file: 'w4', verdict: 'sealed', statuses: ['intact', 'intact'], unsealedBytes: 0 },
  { file: 'k3', verdict: 'unsealed', statuses: ['empty'] },
]

describe('seals by others', () => {
  const folder = needsSamples('seals')

  it.each(rows)(
    '$file is $verdict',
    async ({ file, verdict, statuses, unsealedBytes, deviations, reason }) => {
      const report = await verifyPath(join(folder, `${file}.mp4`))
      expect(report.verdict).toBe(verdict)
      expect(report.seals.map(({ status }) => status)).toEqual(statuses)
      if (unsealedBytes !== undefined) expect(report.unsealedBytes).toBe(unsealedBytes)
      if (deviations) expect(codesOf(report.seals.at(-1))).toEqual(deviations)
      if (reason) expect(report.reason).toMatch(reason)
      else if (verdict === 'sealed') expect(report.reason).toBeNull()
    },
  )

  it('w4 says where the size runs past the end', async () => {
    const report = await verifyPath(join(folder, 'w4.mp4'))
    expect(codesOf(report.seals[1])).toContain('meta-size-past-end')
    expect(report.findings.find(({ code }) => code === 'box-size-past-end')?.offset).toBe(31_059)
  })

  it('an undeclared ECDSA signature shorter than its box is a deviation', async () => {
    const report = await verifyPath(join(folder, 'v_ecdsa_nosigC.mp4'))
    expect(codesOf(report.seals[0])).toContain('algorithm-undeclared')
    expect(report.seals[0]?.algorithm).toBe('ECDSA P-256 SHA-256')
  })
})

describe('ONVIF’s own signer', () => {
  const folder = needsSamples('isosign')

  it('sealed once: intact, its deviations named, trusted by the certificate of its signer', async () => {
    const path = join(folder, 'sealed-once.mp4')
    const report = await verifyPath(path, [join(folder, 'shop.pem')])
    const [seal] = report.seals
    expect(report.verdict).toBe('sealed')
    expect(codesOf(seal)).toEqual(isosign)
    expect(seal?.comment).toBe('exported at the shop')
    expect(seal?.trust).toBe('trusted')
    expect((await verifyPath(path)).seals[0]?.trust).toBe('not-checked')
    expect((await verifyPath(path, [join(folder, 'lab.pem')])).seals[0]?.trust).toBe('untrusted')
  })

  it('sealed twice: both intact, each with its comment, the second corrects the start time', async () => {
    const report = await verifyPath(join(folder, 'sealed-twice.mp4'), [
      join(folder, 'shop.pem'),
      join(folder, 'lab.pem'),
    ])
    expect(report.seals.map(({ status, trust, comment }) => [status, trust, comment])).toEqual([
      ['intact', 'trusted', 'exported at the shop'],
      ['intact', 'trusted', 'received at the lab'],
    ])
    expect(report.seals[1]?.correctedStartTimes).toEqual([{ trackId: 1, utc: '2026-03-14T07:30:01.500Z' }])
  })
})
