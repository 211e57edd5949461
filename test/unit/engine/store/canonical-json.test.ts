import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '#engine/store/canonical-json.ts'

test('the example of RFC 8785 3.2.2 gives the bytes of RFC 8785 3.2.3', () => {
  const value: unknown = JSON.parse(
    String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
  )
  expect(canonicalJson(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
      String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
})

test('keys are sorted by UTF-16 code units, as in RFC 8785 3.2.3', () => {
  const keys = ['€', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', 'ö']
  const value = Object.fromEntries(keys.map((key) => [key, 0]))
  const sorted = Object.keys(JSON.parse(canonicalJson(value).replace('"1":0,', '')) as object)
  expect(sorted).toEqual(['\r', '\u0080', 'ö', '€', '\u{1f600}', '\ufb33'])
})

test('what JSON cannot say is refused', () => {
  for (const value of [undefined, Number.NaN, Infinity, 1n, () => 0, { a: undefined }]) {
    expect(() => canonicalJson(value)).toThrow('JSON cannot say')
  }
})

test('deep nesting is refused before the stack runs out', () => {
  expect(() => canonicalJson(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toThrow('deeper than 64')
})

test('a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD', () => {
  expect(canonicalJson({ 'a\ud800': '\udc00' })).toBe('{"a\ufffd":"\ufffd"}')
})

test('reading the canonical text and writing it again changes nothing, whatever the order of keys was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = canonicalJson(value)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(reversed)).toBe(text)
      }
    }),
    { seed: 20_260_501, numRuns: 300 },
  )
})
