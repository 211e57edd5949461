// The colours of both themes: text contrast AA at least (WCAG 2.2 1.4.3), borders of controls 3:1 (1.4.11).
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../renderer/app.css', import.meta.url), 'utf8')

function tokens(theme: string): (name: string) => string {
  const block = new RegExp(`data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return (name) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)?.[1] ?? `no --${name} in ${theme}`
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['dark', 'light'])('%s theme', (theme) => {
  const token = tokens(theme)
  const grounds = ['bg', 'panel', 'raised', 'hover', 'selected']

  const marks = ['blue', 'violet', 'pink', 'teal', 'grey'].map((name) => `mark-${name}`)
  it.each(['text', 'text-dim', 'accent', 'good', 'attention', 'bad', 'unknown', ...marks])(
    '--%s can be read on every ground',
    (name) => {
      for (const ground of grounds)
        expect(contrast(token(name), token(ground)), ground).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('text on the accent can be read, and controls have a border that is seen', () => {
    expect(contrast(token('on-accent'), token('accent-fill'))).toBeGreaterThanOrEqual(4.5)
    for (const ground of ['bg', 'panel', 'raised'])
      expect(contrast(token('control-line'), token(ground)), ground).toBeGreaterThanOrEqual(3)
  })

  it('greys have no tint', () => {
    for (const name of ['bg', 'panel', 'raised', 'line', 'text', 'text-dim']) {
      const colour = token(name)
      expect([colour.slice(3, 5), colour.slice(5, 7)], name).toEqual([colour.slice(1, 3), colour.slice(1, 3)])
    }
  })
})
