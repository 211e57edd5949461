// The outcome of a lane: { passed: number, failed: name[], skipped: { test, reason }[] }.

export const merge = (...outcomes) => ({
  passed: outcomes.reduce((sum, outcome) => sum + outcome.passed, 0),
  failed: outcomes.flatMap((outcome) => outcome.failed),
  skipped: outcomes.flatMap((outcome) => outcome.skipped),
})

export const total = (outcomes) => {
  const { passed, failed } = merge(...outcomes)
  return { passed, failed: failed.length }
}

export function lineFor({ name, seconds, passed, failed, skipped }) {
  const mark = failed.length > 0 ? '✗' : '✓'
  const counts = `${passed} passed, ${failed.length} failed${skipped.length ? `, ${skipped.length} SKIPPED` : ''}`
  return `${mark} ${name.padEnd(12)} ${counts.padEnd(42)} ${seconds.toFixed(1)} s`
}

/** From vitest-result.mjs. */
export const readVitest = ({ tests, errors }) => ({
  passed: tests.filter((test) => test.state === 'passed').length,
  failed: [...tests.filter((test) => test.state === 'failed').map((test) => test.name), ...errors],
  skipped: tests
    .filter((test) => test.state !== 'passed' && test.state !== 'failed')
    .map((test) => ({ test: test.name, reason: test.note ?? 'no reason given' })),
})

/** From Playwright's JSON reporter: suites within suites, `specs` in them, `tests` (one per project) in those. */
export function readPlaywright(report) {
  const specs = []
  const collect = (suite, path) => {
    for (const spec of suite.specs ?? []) specs.push({ spec, name: [...path, spec.title].join(' > ') })
    for (const inner of suite.suites ?? []) collect(inner, [...path, inner.title])
  }
  for (const suite of report.suites) collect(suite, [suite.title])

  const outcome = { passed: 0, failed: report.errors.map((error) => firstLine(error.message)), skipped: [] }
  for (const { spec, name } of specs) {
    for (const test of spec.tests) {
      const note = test.annotations.find((annotation) => ['skip', 'fixme'].includes(annotation.type))
      // `flaky` would be a pass on a second try; there are no retries here, and it would not count as passed.
      if (test.status === 'expected') outcome.passed += 1
      else if (test.status === 'skipped') {
        outcome.skipped.push({ test: name, reason: note?.description ?? 'no reason given' })
      } else outcome.failed.push(name)
    }
  }
  return outcome
}

const firstLine = (text) => String(text).split('\n')[0]
