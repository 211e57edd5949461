// `npm run bench`: Exhibit against openssl (and cp) on the same files in the same run, as ratios, into RESULTS.md. Not one of
// the tests: a machine with other work on it proves nothing either way. EXHIBIT_BENCH_DIR: where its 11 GB of files go.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { Verify } from '../support/cli-contract.ts'
import { writeBigSignedVideo } from '../support/big-signed-video.ts'
import { makeSigner, writeSealed } from '../support/made-export.ts'
import { makeVideoSigner } from '../support/sign-video-keys.ts'
import { writeManyExports, writeSealedVideo } from './make-files.ts'
import { measure } from './measure.ts'
import type { Command, Measured } from './measure.ts'
import type { SearchFigures } from './search.ts'

const gib = 2 ** 30
const roomNeeded = 14 * gib
const manyExports = 5_000
const fewExports = manyExports / 4
const rounds = Number(process.env['EXHIBIT_BENCH_ROUNDS'] ?? 5)
const mostMegabytes = 200
const mostGrowth = 1.1
const root = join(import.meta.dirname, '..', '..')
const say = (text: string): void => void process.stderr.write(`bench: ${text}\n`)

type Row = { what: string; ratio: string; bound: string; passed: boolean; how: string }

const parent = process.env['EXHIBIT_BENCH_DIR'] ?? tmpdir()
const { bavail, bsize } = statfsSync(parent)
if (bavail * bsize < roomNeeded) {
  say(`${Math.floor((bavail * bsize) / gib)} GiB are free there, ${roomNeeded / gib} are needed`)
  process.exit(1)
}
const folder = mkdtempSync(join(parent, 'exhibit-bench-'))
/** What is written here stays in memory, where there is such a folder. */
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : folder
// Also where it is interrupted: the files are large.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

// Before anything of ours: what others have the machine do.
const loadBefore = loadavg()[0] ?? 0
const entry = bundled()
const files = await makeFiles()
const measured = measure(commandsFor(files), rounds, (round) => say(`round ${round} of ${rounds}`))
say(`${manyExports} small exports`)
const many = measure(
  { many: intoCase(files.many), few: intoCase(files.few), one: intoCase(files.small[0] ?? '') },
  1,
  () => undefined,
)
say('searching')
const rows = [...judge(measured), ...judgeMany(many), ...judgeSearch(searched())]
if (files.signed === null) say('signatures in video are not verified by this version, and not measured')
writeFileSync(join(import.meta.dirname, 'RESULTS.md'), formatResults(rows))
for (const { what, ratio, bound, passed } of rows)
  say(`${passed ? 'pass' : 'FAIL'}  ${what}: ${ratio} (${bound})`)
process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1

/** The command as it is installed, bundled, where no other run replaces it meanwhile. */
function bundled(): string {
  const place = join(root, '.cache', 'bench')
  const args = [join(root, 'build', 'bundle.mjs'), '--command-line', place]
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0)
    throw new Error('the sources cannot be bundled')
  return join(place, 'cli', 'main.js')
}

type Verification = z.infer<typeof Verify>['files'][number]

/** `signed` is null as long as this version does not verify signatures in video. */
type Files = {
  empty: string
  small: string[]
  sealed: string
  pair: string[]
  signed: string | null
  /** A folder of many small exports, and one with a quarter of them. */
  many: string
  few: string
}

async function makeFiles(): Promise<Files> {
  const at = (name: string): string => join(folder, name)
  say('making the files')
  const signers = await Promise.all(['One', 'Two', 'Three'].map(makeSigner))
  const keys = signers.map(({ key }) => key)
  const made: Files = {
    empty: at('empty'),
    small: [at('small-1.mp4'), at('small-2.mp4')],
    sealed: at('sealed.mp4'),
    pair: [at('pair-1.mp4'), at('pair-2.mp4')],
    signed: at('signed.mp4'),
    many: at('many'),
    few: at('few'),
  }
  writeFileSync(made.empty, '')
  for (const path of made.small) await writeSealed(path, keys[0]!, { withMetadata: false })
  await writeSealedVideo(made.sealed, 2 * gib, keys)
  for (const path of made.pair) await writeSealedVideo(path, gib, keys.slice(0, 1))
  await writeManyExports(made.many, manyExports, signers[0]!.key)
  mkdirSync(made.few)
  for (const name of readdirSync(made.many).slice(0, fewExports))
    linkSync(join(made.many, name), join(made.few, name))
  writeBigSignedVideo(at('signed.mp4'), await makeVideoSigner('Camera'), gib)
  // All of them once through the memory, and are they what they are meant to be.
  const sealed = verified(made.sealed, ...made.pair).map(({ verdict, seals }) => `${verdict} ${seals.length}`)
  if (sealed.join() !== 'sealed 3,sealed 1,sealed 1') throw new Error(`the files are ${sealed.join()}`)
  const verdict = verified(at('signed.mp4'))[0]?.mediaSigning[0]?.verdict
  if (verdict === 'not-checkable') return { ...made, signed: null }
  if (verdict !== 'authentic') throw new Error(`the video is ${String(verdict)}`)
  return made
}

function verified(...paths: string[]): Verification[] {
  const { stdout, stderr } = spawnSync(process.execPath, [entry, 'verify', ...paths, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (stdout === '') throw new Error(`exhibit verify: ${stderr}`)
  return Verify.parse(JSON.parse(stdout)).files
}

type Name =
  | 'opensslEmpty'
  | 'opensslSealed'
  | 'opensslSigned'
  | 'small'
  | 'smallPair'
  | 'sealed'
  | 'pairFirst'
  | 'pairSecond'
  | 'pair'
  | 'opensslFirst'
  | 'opensslSecond'
  | 'opensslPair'
  | 'copied'
  | 'copiedSmall'
  | 'ingested'
  | 'ingestedSmall'
  | 'signed'
type Video = 'opensslSigned' | 'signed'
/** What every run has; the two on signed video may be missing. */
type PerName<T> = Record<Exclude<Name, Video>, T> & Partial<Record<Video, T>>

/** Into a new case each time. */
function intoCase(source: string): Command {
  const root = join(folder, 'case')
  return {
    program: process.execPath,
    args: [entry, 'ingest', '--case', root, source],
    prepare: () => startClean(root, source),
  }
}

/** What one does without Exhibit: copy, have the disk write it, hash the copy. */
function byHand(source: string): Command {
  const copy = join(folder, 'copy')
  return {
    program: 'sh',
    args: ['-c', 'cp "$1" "$2" && sync && openssl dgst -sha256 "$2"', 'sh', source, copy],
    prepare: () => startClean(copy, source),
  }
}

/**
 * The disk has nothing left to write when the clock starts, and the memory for a large copy is there. A virtual machine gives
 * freed memory back to its host after a moment, and having it again costs as much as the copy itself: whoever came second
 * would pay for it, or be spared it.
 */
function startClean(path: string, source: string): void {
  rmSync(path, { recursive: true, force: true })
  spawnSync('sync')
  const { size } = statSync(source)
  if (size < gib) return
  const held = join(memoryFolder, 'exhibit-bench')
  spawnSync('sh', ['-c', 'sleep 4; head -c "$1" /dev/zero > "$2"; rm "$2"', 'sh', String(size * 1.5), held])
}

function commandsFor({ empty, small, sealed, pair, signed }: Files): PerName<Command> {
  const exhibit = (...args: string[]): Command => ({
    program: process.execPath,
    args: [entry, 'verify', ...args],
  })
  const openssl = (path: string): Command => ({ program: 'openssl', args: ['dgst', '-sha256', path] })
  const [first = '', second = ''] = pair
  return {
    opensslEmpty: openssl(empty),
    small: exhibit(small[0] ?? ''),
    opensslSealed: openssl(sealed),
    sealed: exhibit(sealed),
    pairFirst: exhibit(first),
    pairSecond: exhibit(second),
    // Two small files share no cores unless told to: with the start of the threads in both.
    smallPair: exhibit(...small, '--threads', '2'),
    pair: exhibit(first, second),
    // What the machine has to give for two at once, beside whatever else it does.
    opensslFirst: openssl(first),
    opensslSecond: openssl(second),
    opensslPair: {
      program: 'sh',
      args: ['-c', 'openssl dgst -sha256 "$1" & openssl dgst -sha256 "$2"; wait', 'sh', first, second],
    },
    copied: byHand(sealed),
    copiedSmall: byHand(small[0] ?? ''),
    ingested: intoCase(sealed),
    ingestedSmall: intoCase(small[0] ?? ''),
    ...(signed === null ? {} : { opensslSigned: openssl(signed), signed: exhibit(signed) }),
  }
}

function judge(of: PerName<Measured>): Row[] {
  const seconds = (name: Name): number => of[name]?.seconds ?? Number.NaN
  const net = (name: Name, start: Name): number => seconds(name) - seconds(start)
  const seal = net('sealed', 'small') / net('opensslSealed', 'opensslEmpty')
  const after = net('pairFirst', 'small') + net('pairSecond', 'small')
  const pair = after / net('pair', 'smallPair')
  const pairWhole = (of.pairFirst.seconds + of.pairSecond.seconds) / of.pair.seconds
  const control = (seconds('opensslFirst') + seconds('opensslSecond')) / seconds('opensslPair')
  const signing = net('signed', 'small') / net('opensslSigned', 'opensslEmpty')
  const ingest = net('ingested', 'ingestedSmall') / net('copied', 'copiedSmall')
  const told = (name: Name): string => `${seconds(name).toFixed(2)} s`
  const rows: Row[] = [
    {
      what: '2 GiB with three seals ÷ `openssl dgst -sha256`',
      ratio: seal.toFixed(2),
      bound: 'at most 1.10',
      passed: seal <= 1.1,
      how: `${told('sealed')} − ${told('small')} to ${told('opensslSealed')} − ${told('opensslEmpty')}`,
    },
    {
      what: 'Two files of 1 GiB, one command after the other ÷ one command for both',
      ratio: pair.toFixed(2),
      bound: 'at least 1.70',
      passed: pair >= 1.7,
      how: `${told('pairFirst')} and ${told('pairSecond')} − ${told('small')} each to ${told('pair')} − ${told('smallPair')}; with all starts ${pairWhole.toFixed(2)}; two openssl at once instead of one after the other: ${control.toFixed(2)}`,
    },
    {
      what: 'Ingest of 2 GiB with three seals ÷ `cp`, `sync`, `openssl dgst -sha256` of the copy',
      ratio: ingest.toFixed(2),
      bound: 'at most 1.25',
      passed: ingest <= 1.25,
      how: `${told('ingested')} − ${told('ingestedSmall')} to ${told('copied')} − ${told('copiedSmall')}`,
    },
  ]
  if (of.signed)
    rows.push({
      what: 'Signatures in a video of 1 GiB ÷ `openssl dgst -sha256`',
      ratio: signing.toFixed(2),
      bound: 'at most 2.00',
      passed: signing <= 2,
      how: `${told('signed')} − ${told('small')} to ${told('opensslSigned')} − ${told('opensslEmpty')}`,
    })
  for (const [name, what] of [
    ['sealed', 'Memory, 2 GiB with three seals'],
    ['pair', 'Memory, two files of 1 GiB at once'],
    ['signed', 'Memory, signatures in a video of 1 GiB'],
    ['ingested', 'Memory, ingest of 2 GiB with three seals'],
  ] as const) {
    rows.push(...memory(what, of[name]))
  }
  return rows
}

/** Once and not in rounds: they take a minute, and thousands of files are a median of their own. */
function judgeMany({ many, few, one }: Record<'many' | 'few' | 'one', Measured>): Row[] {
  const rate = (manyExports - 1) / (many.seconds - one.seconds)
  return [
    {
      what: `Ingest of ${manyExports} small exports`,
      ratio: `${rate.toFixed(0)} a second`,
      bound: 'at least 50',
      passed: rate >= 50,
      how: `${many.seconds.toFixed(1)} s − ${one.seconds.toFixed(2)} s for one; one run`,
    },
    ...growth(many.peakMegabytes, few.peakMegabytes),
  ]
}

/** What is thrown away is collected late: how much is held at a time says little, whether it grows says all. */
function growth(many: number | null, few: number | null): Row[] {
  if (many === null || few === null) return []
  const ratio = many / few
  return [
    {
      what: `Memory, ingest of ${manyExports} small exports ÷ of ${fewExports}`,
      ratio: ratio.toFixed(2),
      bound: `at most ${mostGrowth.toFixed(2)}`,
      passed: ratio <= mostGrowth,
      how: `${many.toFixed(0)} MB to ${few.toFixed(0)} MB, most resident at any time`,
    },
  ]
}

function searched(): SearchFigures {
  const program = join(import.meta.dirname, 'search.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`search: ${stderr}`)
  return JSON.parse(stdout) as SearchFigures
}

function judgeSearch(figures: SearchFigures): Row[] {
  const { inserted, insertedOnce, fromXml, fromXmlByPython, objects, window, corrected, frames } = figures
  const thousands = (rate: number): string => `${Math.round(rate / 1_000)},000 a second`
  const rows: Row[] = [
    {
      what: 'A million objects into the index for searching',
      ratio: thousands(inserted),
      bound: 'at least 100,000 a second',
      passed: inserted >= 100_000,
      how: `ten in a frame, each for 100 frames, by processor time; where none is seen twice ${thousands(insertedOnce)}; read out of XML as well ${thousands(fromXml)}`,
    },
    {
      what: `One second out of ${objects / 1_000_000} million objects`,
      ratio: `${window.median.toFixed(1)} ms`,
      bound: 'at most 5 ms',
      passed: [window, corrected, frames].every(({ median }) => median <= 5),
      how: `search, median of 200, ${window.most.toFixed(1)} ms at most; by corrected times beside a thousand other items ${corrected.median.toFixed(1)} ms, ${corrected.most.toFixed(1)} ms at most; frames for the picture ${frames.median.toFixed(1)} ms, ${frames.most.toFixed(1)} ms at most`,
    },
  ]
  if (fromXmlByPython !== null) {
    const ratio = fromXmlByPython / fromXml
    rows.push({
      what: 'A million objects out of XML into the index ÷ by Python’s expat and sqlite3',
      ratio: ratio.toFixed(2),
      bound: 'at most 1.00',
      passed: ratio <= 1,
      how: `${thousands(fromXml)} to ${thousands(fromXmlByPython)}, by processor time, into the same tables; Python takes the XML on trust`,
    })
  }
  return rows
}

function memory(what: string, of: Measured | undefined): Row[] {
  const peak = of?.peakMegabytes ?? null
  if (peak === null) return []
  const how = 'most resident at any time'
  const passed = peak < mostMegabytes
  return [{ what, ratio: `${peak.toFixed(0)} MB`, bound: `under ${mostMegabytes} MB`, passed, how }]
}

function formatResults(list: readonly Row[]): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' })
    .stdout.split(' ')
    .slice(0, 2)
    .join(' ')
  const machine = [
    `${availableParallelism()} × ${(cpus()[0]?.model ?? 'unknown processor').trim()}`,
    `${Math.round(totalmem() / gib)} GiB of memory`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    openssl,
    `Exhibit ${version}`,
  ]
  const line = ({ what, ratio, bound, passed, how }: Row): string =>
    `| ${what} | ${ratio} | ${bound} | ${passed ? 'pass' : '**fail**'} | ${how} |`
  return `# Results of \`npm run bench\`

${new Date().toISOString().slice(0, 10)} · ${machine.join(' · ')} · load before it began ${loadBefore.toFixed(1)}

Medians of ${rounds} rounds; in each round every command runs once, so that other work on the machine meets all alike. Files
lie in the page cache. Where there was load before, two files at once did not
have the processors to themselves. Start-up is set apart: from each time that of the same command on next to nothing is taken.

| what | measured | bound | | how |
|---|---|---|---|---|
${list.map(line).join('\n')}
`
}
