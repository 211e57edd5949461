import { describe, expect, test } from 'vitest'
import { isAllowedRequest, isOwnPage } from '../../../electron/main/page.ts'
import { pageHeaders } from '../../../electron/main/security.ts'

describe('isOwnPage', () => {
  test.each(['app://exhibit/', 'app://exhibit/index.html#smoke', 'app://exhibit/assets/a.js?x'])(
    '%s is',
    (address) => {
      expect(isOwnPage(address)).toBe(true)
    },
  )

  test.each([
    '',
    'app://exhibit.evil/',
    'app://evil/exhibit/',
    'app://exhibit:80/',
    'app://exhibit@evil/',
    'app://user@exhibit/',
    'apps://exhibit/',
    'exhibit-media://exhibit/',
    'https://exhibit/',
    'file:///app://exhibit/',
    'about:blank',
    'data:text/html,app://exhibit/',
  ])('%s is not', (address) => expect(isOwnPage(address)).toBe(false))
})

describe('isAllowedRequest', () => {
  test.each(['app://exhibit/a.js', 'exhibit-media://item/x/file', 'data:,x', 'blob:app://exhibit/x'])(
    '%s may be loaded',
    (address) => expect(isAllowedRequest(address, false)).toBe(true),
  )

  test.each([
    'http://127.0.0.1/',
    'https://example.org/',
    'ws://127.0.0.1/',
    'wss://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'app://other/a.js',
    'exhibit-media://other/x/file',
    'chrome://version/',
    'filesystem:app://exhibit/x',
    'javascript:1',
    '',
  ])('%s may not, in development neither', (address) => {
    expect(isAllowedRequest(address, false)).toBe(false)
    expect(isAllowedRequest(address, true)).toBe(false)
  })

  test('developer tools are for development', () => {
    expect(isAllowedRequest('devtools://devtools/bundled/inspector.html', true)).toBe(true)
    expect(isAllowedRequest('devtools://devtools/bundled/inspector.html', false)).toBe(false)
  })
})

test('the policy allows neither inline code nor any host', () => {
  const policy = pageHeaders['Content-Security-Policy'] ?? ''
  expect(policy).not.toMatch(/unsafe|https?:|wss?:|\*/)
  expect(policy.split('; ')[0]).toBe("default-src 'none'")
})
