import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerPage } from '../../../electron/main/app-protocol.ts'
import { confine } from '../../../electron/main/confine.ts'
import { pageHeaders } from '../../../electron/main/security.ts'

let folder: string
let root: string

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'exhibit-pages-'))
  root = path.join(folder, 'renderer')
  mkdirSync(path.join(root, 'assets'), { recursive: true })
  mkdirSync(path.join(folder, 'renderer-secret'))
  writeFileSync(path.join(root, 'index.html'), '<title>Exhibit</title>')
  writeFileSync(path.join(root, 'assets/a b.js'), 'export {}')
  writeFileSync(path.join(root, 'assets/thing.exe'), 'MZ')
  writeFileSync(path.join(folder, 'secret.json'), '{}')
  writeFileSync(path.join(folder, 'renderer-secret/secret.json'), '{}')
  symlinkSync('../../secret.json', path.join(root, 'assets/link.json'))
  symlinkSync('../renderer-secret', path.join(root, 'folder'))
  symlinkSync('index.html', path.join(root, 'inside.html'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const outside = [
  '/../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/assets/..%2f..%2fsecret.json',
  '/..%5csecret.json',
  '/assets/link.json',
  '/folder/secret.json',
  '/../renderer-secret/secret.json',
  '/assets/%00',
  '/assets/%',
  '/C:%2fWindows',
  '/nothing.html',
]

describe('confine', () => {
  test('finds files, also through links that stay inside', async () => {
    const real = await confine(root, '/assets/a%20b.js')
    expect(real).toMatch(/assets.a b\.js$/)
    expect(await confine(root, '/inside.html')).toMatch(/index\.html$/)
  })

  test.each([...outside, '/', '/.', '/assets/..'])('%s leads nowhere', async (urlPath) =>
    expect(await confine(root, urlPath)).toBeNull(),
  )
})

describe('answerPage', () => {
  const ask = (address: string, init?: RequestInit): Promise<Response> =>
    answerPage(new Request(address, init), root, pageHeaders)

  test('serves the start page under both of its names, with the policy', async () => {
    for (const address of ['app://exhibit/', 'app://exhibit/index.html#smoke']) {
      const answer = await ask(address)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await answer.text()).toBe('<title>Exhibit</title>')
    }
  })

  test('gives scripts their type, without which a module is not run', async () => {
    const answer = await ask('app://exhibit/assets/a%20b.js')
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  test('answers HEAD with the length alone', async () => {
    const answer = await ask('app://exhibit/index.html', { method: 'HEAD' })
    expect([answer.headers.get('content-length'), await answer.text()]).toEqual(['22', ''])
  })

  test.each([...outside, '/assets/thing.exe', '/assets'])('has no %s', async (urlPath) => {
    expect((await ask(`app://exhibit${urlPath}`)).status).toBe(404)
  })

  test('answers to one host and two methods only', async () => {
    expect((await ask('app://other/index.html')).status).toBe(404)
    expect((await ask('app://exhibit/index.html', { method: 'POST' })).status).toBe(405)
  })

  test('sends the policy with every answer, refusals too', async () => {
    for (const address of ['app://exhibit/', 'app://exhibit/none', 'app://other/']) {
      const { headers } = await ask(address)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})
