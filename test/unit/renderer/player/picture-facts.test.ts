// What is shown of the facts of a picture: a line, and a row for each fact with every place that states it.
import { describe, expect, it } from 'vitest'
import { factRows, pictureFacts } from '../../../../renderer/features/player/picture-facts.ts'

describe('the line', () => {
  const stored = { width: 720, height: 576 }
  it('tells stored and shown size, turn and scale', () => {
    const shape = { stored, pixelAspect: { h: 16, v: 11 }, rotation: 90 }
    expect(pictureFacts(shape, 1.5)).toBe(
      '150\u00a0% · stored 720 × 576 · shown as 576 × 1047 · turned clockwise by 90°',
    )
    expect(pictureFacts({ stored, pixelAspect: { h: 1, v: 1 }, rotation: 0 }, 1)).toBe(
      '100\u00a0% · stored 720 × 576',
    )
    expect(pictureFacts({ ...shape, stored: { width: 0, height: 0 } }, 1)).toBe('')
  })
})

describe('the rows', () => {
  it('bring equal statements together and keep others apart', () => {
    const rows = factRows({
      statements: [
        { fact: 'scan', origin: 'fiel', value: 'lower-first' },
        { fact: 'stored', origin: 'entry', value: '640×360' },
        { fact: 'stored', origin: 'sps', value: '640×360' },
        { fact: 'stored', origin: 'sps-inside', value: '640×384' },
        { fact: 'rotation', origin: 'tkhd', value: '90' },
        { fact: 'range', origin: 'sps', value: 'full' },
        { fact: 'profile', origin: 'colr', value: '“prof” 560' },
      ],
      contradicted: ['stored'],
    })
    expect(rows).toEqual([
      {
        fact: 'stored',
        values: [
          { text: '640 × 360', origins: ['sample entry', 'SPS'] },
          { text: '640 × 384', origins: ['SPS in the first picture'] },
        ],
        contradicted: true,
      },
      {
        fact: 'rotation',
        values: [{ text: 'turned clockwise by 90°', origins: ['tkhd'] }],
        contradicted: false,
      },
      { fact: 'range', values: [{ text: 'full', origins: ['SPS'] }], contradicted: false },
      { fact: 'profile', values: [{ text: '“prof”, 560 bytes', origins: ['colr'] }], contradicted: false },
      { fact: 'scan', values: [{ text: 'two fields, lower first', origins: ['fiel'] }], contradicted: false },
    ])
  })

  it('say what is no turn', () => {
    const text = (value: string): string | undefined =>
      factRows({
        statements: [{ fact: 'rotation', origin: 'tkhd', value }],
        contradicted: [],
      })[0]?.values[0]?.text
    expect([text('0'), text('other')]).toEqual(['none', 'no right angle, or mirrored; not applied'])
  })
})
