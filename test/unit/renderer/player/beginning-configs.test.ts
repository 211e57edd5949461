import { expect, it, vi } from 'vitest'
import type { DecoderConfigs } from '#contract/track.ts'
import { BeginningConfigs } from '../../../../renderer/features/player/beginning-configs.ts'

/** The engine's answers, given one by one. */
function asked() {
  const questions: {
    first: number
    count: number
    answer: (found: DecoderConfigs) => void
    fail: (e: Error) => void
  }[] = []
  const ask = (first: number, count: number): Promise<DecoderConfigs> =>
    new Promise((answer, fail) => questions.push({ first, count, answer, fail }))
  return { questions, ask }
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

it('asks for little at first, then for more, up to the end', async () => {
  const { questions, ask } = asked()
  const configs = new BeginningConfigs({ samples: 1_200, config: 'aa', ask })
  expect([configs.knows(0), configs.failure]).toEqual([false, null])
  for (let at = 0; at < questions.length; at += 1) {
    const { first, count, answer } = questions[at]!
    answer({ first, end: Math.min(1_200, first + count), changes: [] })
    await settle()
  }
  expect(questions.map(({ first, count }) => [first, count])).toEqual([
    [0, 128],
    [128, 1_024],
    [1_152, 8_192],
  ])
  expect([configs.knows(1_199), configs.knows(1_200), configs.at(1_199)]).toEqual([true, false, 'aa'])
})

it('tells which configuration is the one at a sample, and of each before it is known', async () => {
  const { questions, ask } = asked()
  const told: [string | null, boolean][] = []
  const configs: BeginningConfigs = new BeginningConfigs({
    ...{ samples: 100, config: 'aa', ask },
    onChange: (config) => told.push([config, configs.knows(0)]),
  })
  const changes = [
    { sample: 40, decoderConfig: 'bb' },
    { sample: 60, decoderConfig: null },
  ]
  const more = configs.more()
  questions[0]!.answer({ first: 0, end: 100, changes })
  await more
  expect([0, 39, 40, 59, 60, 99].map((sample) => configs.at(sample))).toEqual([
    'aa',
    'aa',
    'bb',
    'bb',
    null,
    null,
  ])
  expect(told).toEqual([
    ['bb', false],
    [null, false],
  ])
})

it('says where no more can be known, and why it could not be asked', async () => {
  const { questions, ask } = asked()
  const configs = new BeginningConfigs({ samples: 100, config: 'aa', ask })
  questions[0]!.answer({ first: 0, end: 30, changes: [] })
  await settle()
  questions[1]!.answer({ first: 30, end: 30, changes: [] })
  await configs.more()
  expect([configs.knows(29), configs.knows(30)]).toEqual([true, false])
  expect(configs.failure).toEqual({ kind: 'unknown-sets', detail: '' })
})

it('knows all before a sample that cannot be read, and asks once more where somebody tries again', async () => {
  let isBroken = true
  const ask = (first: number, count: number): Promise<DecoderConfigs> =>
    isBroken && first + count > 1_000
      ? Promise.reject(new Error('offset 5 cannot be read'))
      : Promise.resolve({ first, end: Math.min(1_040, first + count), changes: [] })
  const configs = new BeginningConfigs({ samples: 1_040, config: 'aa', ask })
  await vi.waitFor(() => expect(configs.failure).not.toBeNull())
  expect([configs.knows(999), configs.knows(1_000)]).toEqual([true, false])
  expect(configs.failure).toEqual({ kind: 'unread-sets', detail: 'offset 5 cannot be read' })
  configs.tryAgain()
  await vi.waitFor(() => expect(configs.failure).not.toBeNull())
  isBroken = false
  configs.tryAgain()
  await vi.waitFor(() => expect(configs.knows(1_039)).toBe(true))
  expect(configs.failure).toBeNull()
})

it('tells of no more changes once it is closed', async () => {
  const { questions, ask } = asked()
  const told: (string | null)[] = []
  const configs: BeginningConfigs = new BeginningConfigs({
    ...{ samples: 100, config: 'aa', ask },
    onChange: (config) => {
      told.push(config)
      configs.close()
    },
  })
  const changes = ['bb', 'aa', 'bb'].map((decoderConfig, at) => ({ sample: 10 * (at + 1), decoderConfig }))
  questions[0]!.answer({ first: 0, end: 100, changes })
  await settle()
  expect(told).toEqual(['bb'])
})

it('asks no more once it is closed', async () => {
  const { questions, ask } = asked()
  const onChange = vi.fn()
  const configs = new BeginningConfigs({ samples: 1_000, config: 'aa', ask, onChange })
  configs.close()
  questions[0]!.answer({ first: 0, end: 128, changes: [{ sample: 5, decoderConfig: 'bb' }] })
  await settle()
  expect(questions).toHaveLength(1)
  expect(onChange).not.toHaveBeenCalled()
})
