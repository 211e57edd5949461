// Every check with a file that fails it, and the one that passes all: a check that cannot fail says nothing.
import { afterAll, describe, expect, it } from 'vitest'
import type { CheckResult } from '#contract/inspection.ts'
import { filetime } from '#engine/base/time.ts'
import type { CheckContext } from '#engine/conformance/check.ts'
import { checks } from '#engine/conformance/check-conformance.ts'
import { sealsMatch } from '#engine/conformance/checks/seals-match.ts'
import { writeCstb } from '#engine/exportfile/boxes/cstb.ts'
import { writeIpro } from '#engine/exportfile/boxes/ipro.ts'
import { writeLoci } from '#engine/exportfile/boxes/loci.ts'
import { writeCert, writeSchi, writeSibo } from '#engine/exportfile/boxes/schi.ts'
import { writeSchm } from '#engine/exportfile/boxes/schm.ts'
import { writeBox, writeFullBox } from '#engine/isobmff/box-writer.ts'
import { examined, madeFile, renamed, sinf, suepOf } from './made-file.ts'
import type { FileParts } from './made-file.ts'

const failed = new Set<string>()

async function resultsOf(bytes: Buffer): Promise<Record<string, CheckResult>> {
  const { conformance } = await examined(bytes)
  return Object.fromEntries(conformance.checks.map(({ id, result }) => [id, result]))
}

it('a good file passes all but the dummy seal', async () => {
  const { seal, tfdt, ...others } = await resultsOf(madeFile())
  expect([seal, tfdt]).toEqual(['fail', 'not-applicable'])
  expect(new Set(Object.values(others))).toEqual(new Set(['pass']))
  expect((await resultsOf(madeFile({ fragmented: true })))['tfdt']).toBe('pass')
})

const schi = (...children: Uint8Array[]): Uint8Array =>
  writeIpro(writeBox('sinf', writeSchm(), writeSchi(...children)))
const nowhere = writeLoci({ name: '', latitude: 0, longitude: 0, altitude: 0 })
const [sibo, cert] = [writeSibo(new Uint8Array(256).fill(1)), writeCert(new Uint8Array(64))]
const version0 = writeFullBox(
  'suep',
  0,
  0,
  Buffer.concat([Buffer.alloc(3), Buffer.alloc(8), Buffer.alloc(1), Buffer.alloc(2)]),
)
const ipro2 = (): Uint8Array => {
  const box = Buffer.from(writeIpro(sinf))
  box[13] = 2
  return box
}
const xml = (body: string): Uint8Array =>
  Buffer.from(`<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema">${body}</tt:MetadataStream>`)

type Case = [id: string, result: CheckResult, what: string, file: () => Buffer]
const withParts = (parts: FileParts) => (): Buffer => madeFile(parts)

const cases: Case[] = [
  ['boxes', 'fail', 'a sample table that points outside the file', () => renamed(madeFile(), 'stsz', 'stsx')],
  [
    'boxes',
    'fail',
    'a box cut short at the end',
    withParts({ behind: [Buffer.from('00000fff66726565', 'hex')] }),
  ],
  ['boxes', 'warning', 'something doubtful in a box', withParts({ udta: [nowhere] })],
  ['video-track', 'fail', 'no video', withParts({ tracks: (tracks) => tracks.slice(1) })],
  [
    'video-track',
    'fail',
    'video without samples',
    withParts({
      tracks: ([video, ...others]) => [
        {
          ...video!,
          samples: { ...video!.samples, length: 0, size: [], duration: [], compositionOffset: [], sync: [] },
        },
        ...others,
      ],
    }),
  ],
  ['suep', 'fail', 'no meta', withParts({ meta: null })],
  ['suep', 'fail', 'no suep', withParts({ meta: { suep: null } })],
  ['suep', 'fail', 'two suep', withParts({ meta: { more: [suepOf(1)] } })],
  [
    'suep',
    'fail',
    'a suep cut short',
    withParts({ meta: { suep: writeFullBox('suep', 1, 0, Buffer.from('Unit')) } }),
  ],
  ['suep', 'fail', 'version 0', withParts({ meta: { suep: version0 } })],
  ['suep-sources', 'fail', 'no source for the video', withParts({ meta: { suep: suepOf(2) } })],
  [
    'suep-sources',
    'fail',
    'a table that cannot be read',
    withParts({ meta: { suep: Buffer.concat([suepOf(1, 2).subarray(0, 0), brokenTable()]) } }),
  ],
  ['suep-sources', 'warning', 'no source for the metadata', withParts({ meta: { suep: suepOf(1) } })],
  ['suep-sources', 'not-applicable', 'no suep', withParts({ meta: { suep: null } })],
  ['cstb', 'warning', 'neither cstb nor sumi', withParts({ meta: { cstb: null, sumi: null } })],
  [
    'cstb',
    'warning',
    'a start time of track 0',
    withParts({ meta: { cstb: writeCstb([{ trackId: 0, startTime: filetime(1n) }]) } }),
  ],
  ['cstb', 'pass', 'sumi alone', withParts({ meta: { cstb: null } })],
  ['cstb', 'not-applicable', 'no meta', withParts({ meta: null })],
  ['sumi', 'warning', 'no sumi', withParts({ meta: { sumi: null } })],
  ['sumi', 'not-applicable', 'no meta', withParts({ meta: null })],
  [
    'tfdt',
    'fail',
    'a fragment without its time',
    () => renamed(madeFile({ fragmented: true }), 'tfdt', 'free'),
  ],
  ['ipro', 'fail', 'no meta', withParts({ meta: null })],
  ['ipro', 'fail', 'no ipro', withParts({ meta: { ipro: null } })],
  ['ipro', 'fail', 'two ipro', withParts({ meta: { more: [writeIpro(sinf)] } })],
  ['ipro', 'fail', 'protection_count 2', withParts({ meta: { ipro: ipro2() } })],
  ['ipro', 'fail', 'no sinf in it', withParts({ meta: { ipro: writeIpro() } })],
  ['schm', 'fail', 'the type in capitals', () => renamed(madeFile(), 'oeff', 'OEFF')],
  ['schm', 'fail', 'no schm', () => renamed(madeFile(), 'schm', 'free')],
  ['schm', 'not-applicable', 'no seal', withParts({ meta: { ipro: null } })],
  ['schi', 'fail', 'no schi', () => renamed(madeFile(), 'schi', 'free')],
  ['schi', 'fail', 'no signature', withParts({ meta: { ipro: schi(cert) } })],
  ['schi', 'fail', 'no certificate', withParts({ meta: { ipro: schi(sibo) } })],
  ['schi', 'fail', 'two certificates', withParts({ meta: { ipro: schi(sibo, cert, cert) } })],
  ['schi', 'not-applicable', 'no seal', withParts({ meta: { ipro: null } })],
  ['seal', 'fail', 'a seal that does not match', withParts({})],
  ['seal', 'fail', 'no seal', withParts({ meta: null })],
  ['loci', 'warning', 'a place that is none', withParts({ udta: [nowhere] })],
  ['loci', 'not-applicable', 'no place', withParts({ udta: [] })],
  ['metx', 'fail', 'no metadata track', withParts({ tracks: (tracks) => tracks.slice(0, 1) })],
  ['metx', 'fail', 'another sample entry', () => renamed(madeFile(), 'metx', 'mett')],
  ['metx', 'fail', 'nothing in it that can be read', withParts({ metadata: () => Buffer.from('no XML') })],
  [
    'metadata-samples',
    'warning',
    'one sample that cannot be read',
    withParts({ metadata: (index, bytes) => (index === 3 ? Buffer.from('<tt:') : bytes) }),
  ],
  [
    'metadata-samples',
    'not-applicable',
    'no metadata',
    withParts({ tracks: (tracks) => tracks.slice(0, 1) }),
  ],
  [
    'events',
    'fail',
    'frames alone',
    withParts({
      metadata: () =>
        xml('<tt:VideoAnalytics><tt:Frame UtcTime="2026-05-01T00:00:00Z"/></tt:VideoAnalytics>'),
    }),
  ],
]

function brokenTable(): Uint8Array {
  const box = Buffer.from(suepOf(1, 2))
  // The count of sources says 200.
  const at = box.indexOf(Buffer.from('4f7000', 'hex')) + 3
  box.writeUInt32BE(200, at)
  return box
}

describe('each check', () => {
  it.each(cases)('%s: %s where there is %s', async (id, result, _, file) => {
    expect((await resultsOf(file()))[id]).toBe(result)
    if (result === 'fail' || result === 'warning') failed.add(id)
  })

  it.each(['sealed', 'broken', 'unsealed', 'unreadable'] as const)(
    'seal follows the verdict %s',
    async (verdict) => {
      const outcome = await sealsMatch.run({
        verdict,
        verdictReason: null,
        seals: [],
      } as unknown as CheckContext)
      expect(outcome.result).toBe(
        { sealed: 'pass', broken: 'fail', unsealed: 'fail', unreadable: 'not-checked' }[verdict],
      )
    },
  )

  it('says where, and which clause', async () => {
    const { conformance } = await examined(madeFile({ meta: { more: [suepOf(1)] } }))
    const check = conformance.checks.find(({ id }) => id === 'suep')
    expect(check).toMatchObject({ clause: 'ONVIF EFF 26.06 5.2', detail: 'There are 2 boxes ‘suep’.' })
    expect(
      madeFile({ meta: { more: [suepOf(1)] } }).toString('latin1', check!.offset! + 4, check!.offset! + 8),
    ).toBe('suep')
  })
})

afterAll(() => {
  const never = checks.filter(({ id }) => !failed.has(id)).map(({ id }) => id)
  // With `-t` only some tests run.
  if (failed.size > 10) expect(never).toEqual([])
})
