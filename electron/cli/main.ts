// The `exhibit` command: a thin face over the engine. Its words, keys and exit codes are a contract with others' scripts.
import { fileURLToPath } from 'node:url'
import { realpathSync } from 'node:fs'
import { runCommandLine } from './command-line.ts'
import { guardAnswer } from './output.ts'

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const answerIsLost = guardAnswer()
  const code = await runCommandLine(process.argv.slice(2))
  process.exitCode = answerIsLost() ? 5 : code
}
