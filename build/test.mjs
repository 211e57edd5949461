// `npm test [-- lane ...]`: runs the lanes named, or all of them (see test/lanes.mjs).
// A failing lane does not keep the others from running. The last line is always: tests: N passed, N failed
import { lanes } from './test/lanes.mjs'
import { lineFor, total } from './test/outcome.mjs'
import { stopSteps } from './test/step.mjs'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopSteps(signal)
    process.exit(130)
  })
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in lanes))
if (unknown.length > 0) {
  process.stderr.write(`no such lane: ${unknown.join(', ')}; there are: ${Object.keys(lanes).join(' ')}\n`)
  process.exit(2)
}

/** Side by side on two processors, each list in turn; parted so that they end at about the same time. */
const LISTS = [
  ['types', 'lint', 'integration'],
  ['crash', 'fuzz', 'conformance', 'unit', 'e2e', 'package'],
]

const outcomes = []
await Promise.all(LISTS.map(runInTurn))
outcomes.sort((a, b) => Object.keys(lanes).indexOf(a.name) - Object.keys(lanes).indexOf(b.name))

async function runInTurn(names) {
  for (const name of names) if (asked.length === 0 || asked.includes(name)) await run(name)
}

async function run(name) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}\n`)
  const started = performance.now()
  let outcome
  try {
    outcome = await lanes[name]()
  } catch (error) {
    console.error(error)
    outcome = { passed: 0, failed: ['the lane itself'], skipped: [] }
  }
  const ended = { name, seconds: (performance.now() - started) / 1000, ...outcome }
  outcomes.push(ended)
  process.stdout.write(`${lineFor(ended)}\n`)
}

process.stdout.write(`\n── summary ${'─'.repeat(69)}\n`)
for (const outcome of outcomes) process.stdout.write(`${lineFor(outcome)}\n`)
for (const { name, failed } of outcomes) {
  for (const test of failed) process.stdout.write(`FAILED   ${name}: ${test}\n`)
}
for (const { name, skipped } of outcomes) {
  for (const { test, reason } of skipped) process.stdout.write(`SKIPPED  ${name}: ${test} (${reason})\n`)
}
const { passed, failed } = total(outcomes)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
process.stdout.write(`tests: ${passed} passed, ${failed} failed\n`)
