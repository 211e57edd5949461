import { describe, expect, it } from 'vitest'
import { loopAround } from '../../../../renderer/state/loop.ts'

describe('what is repeated', () => {
  const marks = [
    { first: 10, last: 10 },
    { first: 20, last: 40 },
    { first: 25, last: 30 },
    { first: 60, last: 60 },
  ]

  it('is the part between in and out, whatever is marked', () => {
    expect(loopAround(27, { first: 1, last: 3 }, marks)).toEqual({ first: 1, last: 3, of: 'part' })
  })

  it('is the shortest mark around the picture', () => {
    expect(loopAround(27, null, marks)).toEqual({ first: 25, last: 30, of: 'mark' })
    expect(loopAround(40, null, marks)).toEqual({ first: 20, last: 40, of: 'mark' })
  })

  it('is what lies between two marks, both included', () => {
    expect(loopAround(12, null, marks)).toEqual({ first: 10, last: 20, of: 'marks' })
    expect(loopAround(10, null, marks)).toEqual({ first: 10, last: 20, of: 'marks' })
    expect(loopAround(50, null, marks)).toEqual({ first: 25, last: 60, of: 'marks' })
  })

  it('is nothing before the first mark and behind the last', () => {
    expect([loopAround(5, null, marks), loopAround(61, null, marks), loopAround(5, null, [])]).toEqual([
      null,
      null,
      null,
    ])
  })
})
