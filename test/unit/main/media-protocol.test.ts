import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Located } from '#contract/bridge.ts'
import { answerMedia, type Locate } from '../../../electron/main/media-protocol.ts'
import { openHandles } from './open-handles.ts'

const id = '2b1f6e0c-6d0e-4a53-9f35-3f2f0c1e7a10'
const bytes = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 7) & 0xff)
const huge = 5 * 2 ** 30
const mark = 'beyond 4 GiB'
let folder: string
let asked: [string, Located][]

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'exhibit-media-'))
  writeFileSync(at('item'), bytes)
  writeFileSync(at('empty'), '')
  writeFileSync(at('still'), Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]))
  writeFileSync(at('png'), Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0]))
  // A sparse file: large, but not on the disk.
  const file = await open(at('huge'), 'w')
  await file.write(mark, huge - mark.length)
  await file.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

const at = (name: string): string => path.join(folder, name)

const locating =
  (name: string | null): Locate =>
  (itemId, what) => {
    asked = [...asked, [itemId, what]]
    return Promise.resolve({ ok: true, value: name === null ? null : at(name) })
  }

function ask(name: string | null, init: RequestInit = {}, urlPath = `${id}/file`): Promise<Response> {
  asked = []
  return answerMedia(new Request(`exhibit-media://item/${urlPath}`, init), locating(name))
}
const range = (value: string): RequestInit => ({ headers: { range: value } })
const read = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer())

// What is logged is not looked at here.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue())

test.each<[string, Located | null]>([
  ['file', 'file'],
  ['rewrapped', 'rewrapped'],
  ['review/1/12', { track: 1, run: 12 }],
  ['sound/2/samples', { track: 2, sound: 'samples' }],
  ['sound/2/peaks', { track: 2, sound: 'peaks' }],
  ['review/1', null],
  ['review/1/x', null],
  ['review/1/123456789', null],
  ['sound/2/other', null],
  ['file/1/2', null],
  ['review/1/2/3', null],
  ['review/..%2f1/2', null],
  ['other', null],
])('%s is asked for by that name alone', async (what, expected) => {
  const answer = await ask('item', {}, `${id}/${what}`)
  expect(asked).toEqual(expected === null ? [] : [[id, expected]])
  expect(answer.status).toBe(expected === null ? 404 : 200)
})

describe('what is sent', () => {
  test('the whole file, as it is', async () => {
    const answer = await ask('item')
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '1000000'])
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
    expect(await read(answer)).toEqual(bytes)
    expect(asked).toEqual([[id, 'file']])
  })

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=262143-262145', 262_143, 262_146],
    ['bytes=999990-', 999_990, 1_000_000],
    ['bytes=-10', 999_990, 1_000_000],
  ])('%s: exactly that part', async (header, start, end) => {
    const answer = await ask('item', range(header))
    expect([answer.status, answer.headers.get('content-range')]).toEqual([
      206,
      `bytes ${start}-${end - 1}/1000000`,
    ])
    expect(answer.headers.get('content-length')).toBe(String(end - start))
    expect(await read(answer)).toEqual(bytes.slice(start, end))
  })

  test('parts beyond 4 GiB', async () => {
    const answer = await ask('huge', range(`bytes=-${mark.length}`))
    expect(answer.headers.get('content-range')).toBe(`bytes ${huge - mark.length}-${huge - 1}/${huge}`)
    expect(await answer.text()).toBe(mark)
  })

  test('an empty file', async () => {
    const answer = await ask('empty')
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '0', ''])
    expect((await ask('empty', range('bytes=0-'))).status).toBe(416)
  })

  test('HEAD: the same headers without a body', async () => {
    const answer = await ask('item', { method: 'HEAD', ...range('bytes=5-9') })
    expect([answer.status, answer.headers.get('content-length'), answer.body]).toEqual([206, '5', null])
  })

  test.each([
    ['still', 'image/jpeg'],
    ['png', 'image/png'],
  ])('the type of a picture: %s', async (name, type) => {
    const answer = await ask(name, {}, `${id}/thumbnail`)
    expect(answer.headers.get('content-type')).toBe(type)
    await answer.body?.cancel()
  })

  test('only our own page may read it by fetch', async () => {
    const answer = await ask('item', { method: 'OPTIONS' })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('app://exhibit')
    expect(answer.headers.get('access-control-allow-headers')).toBe('Range')
  })
})

describe('what is refused', () => {
  test('a range outside, with the size', async () => {
    const answer = await ask('item', range('bytes=1000000-'))
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */1000000'])
  })

  test.each([
    id,
    `${id}/`,
    `${id}/derived`,
    `${id}/file/x`,
    `${id}%2f..%2f/file`,
    'x/file',
    'x/../file',
    `${id.toUpperCase()}/file`,
  ])('the address %s, without asking the engine', async (urlPath) => {
    expect((await ask('item', {}, urlPath)).status).toBe(404)
    expect(asked).toEqual([])
  })

  test('another host, other methods', async () => {
    const other = await answerMedia(new Request(`exhibit-media://path/${id}/file`), locating('item'))
    expect(other.status).toBe(404)
    expect((await ask('item', { method: 'POST', body: 'x' })).status).toBe(405)
    expect((await ask('item', { method: 'DELETE' })).status).toBe(405)
  })

  test('an item that is not there, is no file, or that the engine cannot tell of', async () => {
    expect((await ask(null)).status).toBe(404)
    expect((await ask('gone')).status).toBe(404)
    expect((await ask('.')).status).toBe(404)
    for (const [code, status] of [
      ['item-not-found', 404],
      ['engine-gone', 503],
    ] as const) {
      const request = new Request(`exhibit-media://item/${id}/file`)
      const error = { code, message: '', details: {} }
      const answer = await answerMedia(request, () => Promise.resolve({ ok: false, error }))
      expect(answer.status).toBe(status)
    }
  })
})

describe('the open file', () => {
  test('is closed after reading, refusing, cancelling, and when nobody reads', async () => {
    await read(await ask('item'))
    await read(await ask('item', range('bytes=5-9')))
    await ask('item', { method: 'HEAD' })
    await ask('item', range('bytes=1000000-'))
    await (await ask('huge')).body?.cancel()
    const reader = (await ask('huge')).body?.getReader()
    await reader?.read()
    expect(openHandles(folder)).toEqual(process.platform === 'linux' ? [at('huge')] : [])
    await reader?.cancel()
    await expect.poll(() => openHandles(folder)).toEqual([])
  })

  test('is not read ahead of the reader', async () => {
    const answer = await ask('huge')
    const reader = answer.body?.getReader()
    await reader?.read()
    const before = process.memoryUsage().arrayBuffers
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
    await reader?.cancel()
  })

  test('that ends early is an error, not a shorter file', async () => {
    writeFileSync(at('shrinking'), bytes)
    const answer = await ask('shrinking')
    truncateSync(at('shrinking'), 300_000)
    await expect(answer.arrayBuffer()).rejects.toThrow('the file ended at byte')
    await expect.poll(() => openHandles(folder)).toEqual([])
  })
})
