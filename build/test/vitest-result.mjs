// A Vitest reporter: writes each test's name, state and reason for skipping to the file EXHIBIT_TEST_RESULT.
// (Vitest's own JSON reporter leaves out the reason, and a file that fails to load.)
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export default class ResultReporter {
  onTestRunEnd(modules, unhandled) {
    const file = process.env.EXHIBIT_TEST_RESULT
    if (!file) return
    const tests = []
    const errors = unhandled.map((error) => `outside any test: ${error.message}`)
    for (const module of modules) {
      const place = path.relative(process.cwd(), module.moduleId)
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        tests.push({ name: `${place} > ${test.fullName}`, state, note })
      }
      const suites = [...module.children.allSuites()]
      for (const { message } of [module, ...suites].flatMap((part) => part.errors())) {
        errors.push(`${place}: ${message.split('\n')[0]}`)
      }
    }
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ tests, errors }))
  }
}
