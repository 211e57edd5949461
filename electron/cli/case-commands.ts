// `exhibit case …` and its options.
import type { Command } from 'commander'
import type { ExitCode } from './exit-code.ts'

type Run = <A extends unknown[]>(
  load: () => Promise<(...given: A) => Promise<ExitCode>>,
) => (...given: A) => Promise<void>

export function addCaseCommands(program: Command, run: Run, statement: (text: string) => string): void {
  const group = program
    .command('case')
    .description('the case as a whole: info, create, verify, rename, copy, backup, move')
  const load = () => import('./commands/case.ts')
  const add = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .requiredOption('--case <dir>', 'the case folder')
      .option('--json', 'one JSON document on stdout')
  const byWhom = (command: Command): Command =>
    command.option('--examiner <name>', 'who does this, for the ledger', statement)
  add('info', 'what the case is, and whether its ledger holds together; writes nothing').action(
    run(async () => (await load()).info),
  )
  byWhom(add('create', 'make an empty case'))
    .option('--reference <text>', 'case reference', statement)
    .action(run(async () => (await load()).create))
  byWhom(add('verify', 'read every original again, and the ledger: what is missing, changed or extra'))
    .option('--read-only', 'write nothing, record nothing')
    .action(run(async () => (await load()).verify))
  byWhom(add('rename', 'give the case another reference'))
    .requiredOption('--reference <text>', 'the new case reference', statement)
    .action(run(async () => (await load()).rename))
  for (const purpose of ['copy', 'backup'] as const) {
    byWhom(add(purpose, `make a ${purpose} of the case, also while it is open elsewhere`))
      .requiredOption('--to <dir>', 'the new folder; must not exist, or be empty')
      .action(run(async () => (await load()).copyAs(purpose)))
  }
  byWhom(add('move', 'move the case to another folder or disk'))
    .requiredOption('--to <dir>', 'the new folder; must not exist, or be empty')
    .action(run(async () => (await load()).move))
}
