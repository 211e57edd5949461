// Exports whose timed metadata is in EXI or gzip: the same frames, objects and events as in their twin in plain XML, through
// intake, index, search and the commands; and EXI that is not read, said plainly.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import type { TimeRange } from '#engine/store/metadata-store.ts'
import { exhibit, jsonOf } from '../support/cli.ts'
import { Conformance, Inspect, Metadata } from '../support/cli-contract.ts'
import { suiteFolder } from '../support/evidence.ts'
import { writeExi } from '../support/exi-writer.ts'
import type { ExiChoices } from '../support/exi-writer.ts'
import { makeSigner, writeSealed } from '../support/made-export.ts'
import type { MadeOptions } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const folder = suiteFolder()
const at = (name: string): string => join(folder, `${name}.mp4`)
const exi = (choices: ExiChoices): MadeOptions['metadataCoding'] => ({
  encoding: 'exi',
  code: (xml) => writeExi(new TextDecoder().decode(xml), choices),
})
const ways: Record<string, MadeOptions['metadataCoding']> = {
  gzip: { encoding: 'gzip', code: (xml) => gzipSync(xml) },
  'exi-packed': exi({ schemaId: null }),
  'exi-compressed': exi({ cookie: true, alignment: 'compression', prefixes: true }),
  'exi-silent': exi({ silent: true }),
}

beforeAll(async () => {
  vi.stubEnv('FFMPEG_BIN', '/nonexistent/ffmpeg')
  const { key } = await makeSigner('VMS')
  const object = { plate: 'AB 12', classes: [{ type: 'Car', likelihood: 0.5 }] }
  const made = (name: string, metadataCoding: MadeOptions['metadataCoding']): Promise<void> =>
    writeSealed(at(name), key, { frames: 30, object, ...(metadataCoding ? { metadataCoding } : {}) })
  await made('xml', undefined)
  for (const [name, coding] of Object.entries(ways)) await made(name, coding)
  await made('exi-schema', exi({ schemaId: 'http://www.onvif.org/ver10/schema' }))
  await made('exi-cut', {
    encoding: 'exi',
    code: (xml) => writeExi(new TextDecoder().decode(xml)).subarray(0, -4),
  })
})

describe('metadata in EXI', () => {
  it('is taken in, indexed and found as its twin in XML', async () => {
    const database = await newCase()
    const names = ['xml', ...Object.keys(ways)]
    const { items } = await ingest(
      names.map(at),
      { database, actor: 'Ada', trust: { anchors: [], at: null } },
      unwatched,
    )
    expect(items.map(({ status, levels }) => [status, levels])).toEqual(
      names.map(() => ['ingested', ['0V', '0M', '0E']]),
    )
    const range = { from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' } as TimeRange
    const [plain, ...others] = items.map(({ id }) => ({
      frames: database.metadata.frames(id!, range),
      events: database.metadata.events(id!, { first: 0 }).events.map((event) => ({ ...event, itemId: null })),
    }))
    expect([plain?.frames.length, plain?.frames[0]?.objects.length, plain?.events.length]).toEqual([30, 1, 1])
    expect(plain?.events).toMatchObject([{ topic: 'tns1:RuleEngine/LineDetector/Crossed' }])
    for (const other of others) expect(other).toEqual(plain)
  })

  it.each(Object.keys(ways))('gives the commands the same as XML: %s', async (name) => {
    const items = async (file: string): Promise<unknown> => jsonOf(0, Metadata, 'metadata', at(file))
    expect(await items(name)).toEqual(await items('xml'))
    const { levels, tracks, issues } = await jsonOf(0, Inspect, 'inspect', at(name))
    expect([levels, issues]).toEqual([{ '0V': true, '0M': true, '0E': true }, []])
    expect(tracks[1]).toMatchObject({ kind: 'metadata', codec: 'metx', contentEncoding: name.split('-')[0] })
    const { stdout } = await exhibit('conformance', at(name), '--level', '0E', '--json')
    const results = Conformance.parse(JSON.parse(stdout)).checks.map(({ id, result }) => [id, result])
    expect(results).toEqual(
      expect.arrayContaining([
        ['metx', 'pass'],
        ['events', 'pass'],
        ['metadata-samples', 'pass'],
      ]),
    )
  })

  it('that needs a schema is told with its name, and never passes for nothing', async () => {
    const why = 'in EXI (binary XML) by the schema “http://www.onvif.org/ver10/schema”, which is not read.'
    const told = await exhibit('metadata', at('exi-schema'))
    expect(told.code).toBe(0)
    expect(told.stderr).toContain(why)
    expect(told.stdout).toContain('0 frames, 0 objects, 0 events, 0 PTZ changes, 0 bad samples')
    const { issues } = await jsonOf(0, Inspect, 'inspect', at('exi-schema'))
    expect(issues).toMatchObject([{ code: 'metadata-exi-unsupported', severity: 'warning' }])
    expect(issues[0]?.detail).toContain(why)
    const { stdout } = await exhibit('conformance', at('exi-schema'), '--level', '0E', '--json')
    const { checks } = Conformance.parse(JSON.parse(stdout))
    const by = Object.fromEntries(checks.map(({ id, result, detail }) => [id, `${result}: ${detail}`]))
    expect(by['metadata-samples']).toContain(why)
    expect(by['metadata-samples']).toMatch(/^warning/)
    expect(by['events']).toBe('fail: No event was found; there are samples in EXI that are not read.')
  })

  it('that is cut short gives bad samples, each with its place, and no half frames', async () => {
    const { frames, badSamples, items } = await jsonOf(0, Metadata, 'metadata', at('exi-cut'))
    expect(badSamples).toBe(30)
    const whole = await jsonOf(0, Metadata, 'metadata', at('xml'))
    expect(frames).toBeLessThan(30)
    for (const item of items) expect(whole.items).toContainEqual(item)
    const { stderr } = await exhibit('metadata', at('exi-cut'))
    expect(stderr).toMatch(/Sample 0 of track 2 is bad: its EXI data is cut short at byte \d+/)
    expect(stderr).toContain('30 such places in all')
  })
})
