// All commands of `exhibit`, their options, and what becomes of failures.
import { Command, CommanderError } from 'commander'
import { EvidenceError } from '#contract/errors.ts'
import { Statement } from '#contract/units.ts'
import { toolVersion } from '#engine/base/version.ts'
import { addCaseCommands } from './case-commands.ts'
import { exitCodeOfFailure } from './exit-code.ts'
import type { ExitCode } from './exit-code.ts'
import { explain, failureOf } from './failure.ts'
import { printJson } from './output.ts'

/** Runs one command (arguments without the program's name) and gives its exit code; never throws. */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0
  // Each command is loaded when it is asked for: most need a small part of the engine.
  const run =
    <A extends unknown[]>(load: () => Promise<(...given: A) => Promise<ExitCode>>) =>
    async (...given: A): Promise<void> => {
      code = await (await load())(...given)
    }
  const program = new Command('exhibit')
    .description(
      'Video evidence: verify, inspect, ingest, seal and hand on exports after the ONVIF Export File Format.',
    )
    .version(toolVersion)
    .exitOverride()
    .configureOutput({ writeErr: (text) => void process.stderr.write(text) })
  program
    .command('verify')
    .description('check every seal of files')
    .argument('<file...>')
    .option(
      '--trust <path>',
      'trusted certificate(s): PEM, DER or a folder of them; may be repeated',
      collect,
      [],
    )
    .option(
      '--at <time>',
      'time at which certificates are judged (ISO 8601); by default the export time of the file',
    )
    .option('--threads <n>', 'how many files at once; by default as many as there are processors', threads)
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/verify.ts')).verify))
  program
    .command('explain')
    .description('why a verdict is what it is: every step, with the commands that show the same')
    .argument('<file...>')
    .option(
      '--trust <path>',
      'trusted certificate(s): PEM, DER or a folder of them; may be repeated',
      collect,
      [],
    )
    .option(
      '--at <time>',
      'time at which certificates are judged (ISO 8601); by default the export time of the file',
    )
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/explain.ts')).explainFiles))
  program
    .command('inspect')
    .description('what a file is: tracks, provenance, times, location, levels')
    .argument('<file>')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/inspect.ts')).inspect))
  program
    .command('conformance')
    .description('check a file against the export format, clause by clause')
    .argument('<file>')
    .option('--level <level>', 'the level that has to pass: 0V, 0M or 0E', '0V')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/conformance.ts')).conformance))
  program
    .command('metadata')
    .description('frames, objects and events of the timed metadata')
    .argument('<file>')
    .option('--track <id>', 'only this track')
    .option('--json', 'one JSON document on stdout')
    .option('--ndjson', 'one item a line, for any size')
    .action(run(async () => (await import('./commands/metadata.ts')).metadata))
  program
    .command('ingest')
    .description('take files, folders, archives and addresses into a case')
    .argument('[source...]')
    .requiredOption('--case <dir>', 'the case folder; made where there is none')
    .option('--examiner <name>', 'who does this, for the ledger', statement)
    .option('--reference <text>', 'case reference, for a new case', statement)
    .option('--resume', 'go on with what was interrupted; no source is named then')
    .option('--expect-sha256 <hex>', 'what the download has to hash to; with a single address')
    .option('--max-bytes <n>', 'refuse longer downloads')
    .option('--allow-http', 'also addresses without encryption')
    .option('--accept-certificate <sha256>', 'fingerprint of a server’s certificate that you have compared')
    .option('--proxy <url>', 'http://host:port; by default as the environment says')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/ingest.ts')).ingest))
  program
    .command('export')
    .description('hand items on: whole and sealed once more, or cut between two times')
    .requiredOption('--case <dir>', 'the case folder')
    .requiredOption('--item <id...>', 'the items')
    .requiredOption('--out <dir>', 'folder in which the package is made')
    .option('--from <time>', 'cut: first time wanted (ISO 8601)')
    .option('--to <time>', 'cut: first time no longer wanted (ISO 8601)')
    .option('--key <path>', 'private key (PEM) or PKCS#12; by default this workstation’s own key')
    .option('--cert <path>', 'certificate of the key (PEM or DER)')
    .option(
      '--password <text>',
      'password of the key file; better: the environment variable EXHIBIT_KEY_PASSWORD',
    )
    .option('--operator <name>', 'who exports', statement)
    .option('--comment <text>', 'additional user information in the seal', statement)
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/export.ts')).exportItems))
  program
    .command('seal')
    .description('append one more seal to a copy of a file')
    .argument('<file>')
    .requiredOption('--out <file>', 'the sealed copy; must not exist')
    .requiredOption('--key <path>', 'private key (PEM) or PKCS#12')
    .option('--cert <path>', 'certificate of the key (PEM or DER)')
    .option(
      '--password <text>',
      'password of the key file; better: the environment variable EXHIBIT_KEY_PASSWORD',
    )
    .option('--comment <text>', 'additional user information in the seal', statement)
    .option('--start-time <time>', 'corrected start time of the recording (ISO 8601)')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/seal.ts')).seal))
  program
    .command('custody')
    .description('the custody ledger of a case')
    .requiredOption('--case <dir>', 'the case folder')
    .option('--verify', 'also compare every item in the vault with its SHA-256')
    .option('--sign', 'first sign the head of the ledger')
    .option(
      '--time-stamp <url>',
      'first have the head stamped by that authority (RFC 3161); goes to the network',
    )
    .option(
      '--accept <sha256>',
      'first accept the ledger as it is, although the entry with that hash, written here, is missing; with --reason',
    )
    .option('--reason <text>', 'why it is accepted', statement)
    .option('--export <file>', 'write the ledger to a file (.json, .csv, .jsonld) that must not exist')
    .option('--format <format>', 'json, csv or case (CASE/UCO); by default as the file’s name ends')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/custody.ts')).custody))
  addCaseCommands(program, run, statement)
  program
    .command('note')
    .description('write a note about an item or the case into the ledger')
    .requiredOption('--case <dir>', 'the case folder')
    .requiredOption('--text <text>', 'the note', statement)
    .option('--item <id>', 'the item that it is about; by default the case')
    .option('--examiner <name>', 'who does this, for the ledger', statement)
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/note.ts')).note))
  const examiner = program
    .command('examiner')
    .description(
      'profiles of this workstation; EXHIBIT_EXAMINER names the one that acts and signs, EXHIBIT_EXAMINER_PASSWORD its password',
    )
    .action(() => {
      throw new EvidenceError('wrong-input', 'A command is missing: exhibit examiner list, add or remove.')
    })
  examiner
    .command('list')
    .description('who has a profile here')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/examiner.ts')).listExaminers))
  examiner
    .command('add')
    .description('a new profile, with a key that is made here')
    .requiredOption('--name <name>', 'as it stands in ledgers', statement)
    .option('--badge <text>', 'number of the badge', statement)
    .option('--organisation <name>', 'organisation', statement)
    .option(
      '--key <path>',
      'take this key: PKCS#12, or PEM with its certificate; password: EXHIBIT_KEY_PASSWORD',
    )
    .option('--without-key', 'no key: ledgers are signed by the workstation')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/examiner.ts')).addExaminer))
  examiner
    .command('remove')
    .description('remove a profile; its files are moved aside')
    .argument('<name>', 'name or id')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/examiner.ts')).removeExaminer))
  program
    .command('hand-over')
    .description('record to whom evidence goes, and write a signed receipt')
    .requiredOption('--case <dir>', 'the case folder')
    .option('--package <dir>', 'an exported package; each of its files is hashed again')
    .option('--item <id...>', 'the items; without --package their originals')
    .requiredOption('--to <name>', 'the recipient', statement)
    .option('--organisation <name>', 'the recipient’s organisation', statement)
    .option('--identification <text>', 'badge, address or file number of the recipient', statement)
    .requiredOption('--reason <text>', 'why it is handed over', statement)
    .option('--out <dir>', 'folder in which the receipt is made; by default the case’s “reports”')
    .option('--examiner <name>', 'who hands it over, for the ledger', statement)
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/hand-over.ts')).handOver))
  program
    .command('report')
    .description('a report of a case as PDF or HTML')
    .requiredOption('--case <dir>', 'the case folder')
    .requiredOption('--out <file>', 'FILE.pdf or FILE.html; must not exist')
    .option('--item <id...>', 'only these items')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/report.ts')).report))
  program
    .command('demo')
    .description('make two synthetic cameras’ exports and do the main job on them')
    .argument('[dir]', 'where; by default a new folder exhibit-demo here')
    .option('--json', 'one JSON document on stdout')
    .action(run(async () => (await import('./commands/demo.ts')).demo))
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    // Help and version are answers. What commander refuses it has explained on stderr itself.
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const failure = failureOf(error)
    if (!(error instanceof CommanderError)) explain(failure, error)
    if (asksForJson(args)) printJson({ error: failure.toShape() })
    return exitCodeOfFailure(error instanceof CommanderError ? failure : error)
  }
}

/** As long as in the window: it stands in ledgers, seals and reports. */
function statement(text: string): string {
  if (Statement.safeParse(text).success) return text
  throw new EvidenceError('wrong-input', 'Names, references and comments may have 4,096 characters at most.')
}

function threads(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  throw new EvidenceError('wrong-input', `--threads takes a number from 1 to 99, not “${text}”.`)
}

const collect = (value: string, list: string[]): string[] => [...list, value]

/** With `--json` there is one document on stdout whatever happens. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? args.length : end).includes('--json')
}
