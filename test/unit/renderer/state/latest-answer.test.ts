// Questions faster than answers: the newest counts, one at a time, and what no longer counts changes nothing.
import { expect, it } from 'vitest'
import { LatestAnswer } from '../../../../renderer/state/latest-answer.svelte.ts'

/** Answers when it is told to. */
function slow() {
  const asked: { query: number; resolve: (answer: string) => void; reject: (error: Error) => void }[] = []
  const latest = new LatestAnswer<number, string>(
    (query) => new Promise((resolve, reject) => asked.push({ query, resolve, reject })),
  )
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
  return { asked, latest, settle }
}

it('asks one question at a time, and of those that came meanwhile the newest only', async () => {
  const { asked, latest, settle } = slow()
  for (const query of [1, 2, 3]) latest.ask(query)
  expect(asked.map(({ query }) => query)).toEqual([1])
  asked[0]?.resolve('one')
  await settle()
  expect(latest.found).toEqual({ query: 1, answer: 'one' })
  expect(asked.map(({ query }) => query)).toEqual([1, 3])
  asked[1]?.resolve('three')
  await settle()
  expect(latest.found).toEqual({ query: 3, answer: 'three' })
})

it('does not ask the same twice, unless it is to be anew', async () => {
  const { asked, latest, settle } = slow()
  latest.ask(1)
  asked[0]?.resolve('one')
  await settle()
  latest.ask(1)
  expect(asked).toHaveLength(1)
  latest.ask(1, { anew: true })
  expect(asked).toHaveLength(2)
})

it('tells a failure, goes on with the next, and asks the same once more after it', async () => {
  const { asked, latest, settle } = slow()
  latest.ask(1)
  latest.ask(2)
  asked[0]?.reject(new Error('gone'))
  await settle()
  expect(latest.error).toEqual(new Error('gone'))
  asked[1]?.resolve('two')
  await settle()
  expect([latest.found?.answer, latest.error]).toEqual(['two', null])
  latest.ask(1)
  asked[2]?.reject(new Error('again'))
  await settle()
  latest.ask(1)
  expect(asked).toHaveLength(4)
})

it('knows nothing any more when it is cleared, also of what is on its way', async () => {
  const { asked, latest, settle } = slow()
  latest.ask(1)
  latest.clear()
  asked[0]?.resolve('one')
  await settle()
  expect([latest.found, latest.error]).toEqual([null, null])
  latest.ask(1)
  asked[1]?.resolve('one')
  await settle()
  expect(latest.found?.answer).toBe('one')
})
