import { expect, it } from 'vitest'
import { DamageVerdicts } from '#engine/media/damage-verdicts.ts'

it('no sample is called clean that nobody settled', () => {
  const verdicts = new DamageVerdicts({ length: 3, size: [9, 0, 9] })
  verdicts.vouchFor(0)
  verdicts.vouchFor(1)
  expect(() => verdicts.tell()).toThrow('sample 2 was settled')
  verdicts.vouchFor(2)
  expect(verdicts.tell()).toMatchObject({ clean: 2, left: [{ reason: 'empty', samples: 1 }] })
})
