import { describe, expect, it } from 'vitest'
import { ShownMeter } from '../../../../renderer/state/shown-meter.ts'

/** Shows a picture every `ms`, passing so many each time, of so many seconds. */
function shown(ms: number, passed: (n: number) => number, seconds: number, isKey = false): ShownMeter {
  const meter = new ShownMeter()
  for (let n = 0; n < 200; n += 1) meter.add(n * ms, passed(n), passed(n) * seconds, { isKey })
  return meter
}

describe('what was left out', () => {
  it('is told as one of so many', () => {
    const meter = shown(17, () => 4, 0.034 / 2)
    expect(meter.note(3400, 4)).toEqual({ kind: 'one of', of: 4, keyOnly: false, factor: null })
  })

  it('is told steadily, not anew with every picture', () => {
    const meter = new ShownMeter()
    const said = new Set<string>()
    for (let n = 0; n < 600; n += 1) {
      // Three or four, as it comes.
      meter.add(n * 17, n % 7 < 4 ? 3 : 4, 0.14)
      const note = meter.note(n * 17, 8)
      if (note) said.add(JSON.stringify(note))
    }
    expect(said.size).toBe(1)
    expect([...said][0]).toContain('"of":3')
  })

  it('is counted where it is little', () => {
    const meter = shown(40, (n) => (n % 10 === 0 ? 2 : 1), 0.04)
    expect(meter.note(8000, 1)).toMatchObject({ kind: 'some of', shown: 50, due: 55 })
  })

  it('says that only key pictures are shown, and at which speed really', () => {
    const meter = shown(100, () => 25, 0.04, true)
    expect(meter.note(20_000, 32)).toEqual({ kind: 'one of', of: 25, keyOnly: true, factor: 10 })
  })

  it('is not said where nothing was, or nothing is known', () => {
    expect(new ShownMeter().note(0, 1)).toBeNull()
    const meter = shown(40, () => 1, 0.04)
    expect(meter.note(8000, 1)).toBeNull()
    meter.clear()
    expect([meter.note(8000, 1), meter.factor]).toEqual([null, null])
  })

  it('includes that all pictures come, but slower than asked for', () => {
    expect(shown(80, () => 1, 0.04).note(16_000, 1)).toMatchObject({ kind: 'slowed', factor: 0.5 })
  })

  it('ends a while after the last one', () => {
    const meter = new ShownMeter()
    for (let n = 0; n < 50; n += 1) meter.add(n * 40, n === 20 ? 3 : 1, 0.04)
    expect(meter.note(2000, 1)?.kind).toBe('some of')
    for (let n = 50; n < 130; n += 1) meter.add(n * 40, 1, 0.04)
    expect(meter.note(5200, 1)).toBeNull()
  })
})
