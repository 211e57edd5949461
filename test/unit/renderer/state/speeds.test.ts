import { expect, it } from 'vitest'
import { rateName } from '../../../../renderer/features/player/rate-name.ts'
import { directionOf, nextRate, speeds } from '../../../../renderer/state/speeds.ts'

it('climbs from 1/16 to 32 by twos, and stays at the ends', () => {
  const climbed = [1 / 16]
  for (let i = 0; i < 9; i += 1) climbed.push(nextRate(climbed.at(-1) ?? 0, 1))
  expect(climbed).toEqual([...speeds])
  expect([nextRate(32, 1), nextRate(1 / 16, -1)]).toEqual([32, 1 / 16])
})

it('keeps the direction', () => {
  expect([nextRate(-1, 1), nextRate(-1, -1), nextRate(-32, 1)]).toEqual([-2, -1 / 2, -32])
  expect([directionOf(-1 / 16), directionOf(8)]).toEqual([-1, 1])
})

it('finds the next rung from a speed that is none', () => {
  expect([nextRate(3, 1), nextRate(3, -1)]).toEqual([4, 2])
})

it('is written with its direction', () => {
  expect([1 / 16, 1, 32, -1 / 4, -8].map(rateName)).toEqual(['1/16×', '1×', '32×', '−1/4×', '−8×'])
})
