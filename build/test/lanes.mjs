// What `npm test` can run. Each lane is a function that resolves to an outcome (see outcome.mjs).
import { readFileSync, rmSync } from 'node:fs'
import { bundle } from '../bundle.mjs'
import { at } from '../paths.mjs'
import { merge, readPlaywright, readVitest } from './outcome.mjs'
import { runStep } from './step.mjs'

export const lanes = {
  types: () => steps(['tsc', '-b'], ['svelte-check', '--tsconfig', 'build/tsconfig/renderer.json', ...QUIET]),
  lint: () =>
    steps(['eslint', '-c', 'build/eslint.config.js', '.'], ['prettier', '--check', '--log-level=warn', '.']),
  unit: () => vitest('unit'),
  integration: () => vitest('integration'),
  conformance: () => vitest('conformance'),
  fuzz: () => vitest('fuzz'),
  crash: () => vitest('crash'),
  e2e: async () => {
    await bundle()
    return playwright('e2e')
  },
  package: async () => {
    const built = await steps(['node', 'build/package.mjs', '--test'])
    return built.failed.length > 0 ? built : merge(built, await playwright('package'))
  },
}

const QUIET = ['--output', 'human', '--threshold', 'warning']

/** Each step is a command that counts as one test. */
async function steps(...commands) {
  const outcomes = []
  for (const [program, ...args] of commands) {
    const code = await runStep(program, args)
    const name = [program, ...args].join(' ')
    outcomes.push(
      code === 0 ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: [name], skipped: [] },
    )
  }
  return merge(...outcomes)
}

async function vitest(project) {
  const file = resultFile(project)
  const args = ['run', '--config', 'build/vitest.config.ts', '--project', project]
  const code = await runStep('vitest', args, { EXHIBIT_TEST_RESULT: file })
  return readResult(file, readVitest, code)
}

async function playwright(project) {
  const file = resultFile(project)
  const args = ['test', '--config', 'build/playwright.config.ts', '--project', project]
  args.push('--output', at('test-results', project))
  const code = await runStep('playwright', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
  return readResult(file, readPlaywright, code)
}

function resultFile(project) {
  const file = at('.cache/test', `${project}.json`)
  rmSync(file, { force: true })
  return file
}

/** Reads what a runner wrote. A runner that failed with no failed test to show for it counts as one. */
function readResult(file, read, code) {
  let outcome = { passed: 0, failed: [], skipped: [] }
  try {
    outcome = read(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    outcome.failed.push(`the runner left no result (${error.message})`)
  }
  if (code !== 0 && outcome.failed.length === 0) outcome.failed.push(`the runner ended with code ${code}`)
  return outcome
}
