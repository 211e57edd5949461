// exhibit demo [DIR] : the main job from end to end on two synthetic cameras' exports, said step by step.
import { mkdir, readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { describeVerification } from '#contract/messages/verdict.ts'
import type { UtcTime } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { demoReference, fillDemoCase } from '#engine/demo/demo-case.ts'
import { makeDemoFiles } from '#engine/demo/demo-files.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { loadKey } from '#engine/export/sealing-key.ts'
import { createCase } from '#engine/store/case-database.ts'
import { workstationName } from '#engine/workbench.ts'
import { closeCase, whoActs } from '../acting.ts'
import { dataFolder } from '../data-folder.ts'
import type { ExitCode } from '../exit-code.ts'
import { print, printJson, terminalWork } from '../output.ts'

export async function demo(dir: string | undefined, options: { json?: true }): Promise<ExitCode> {
  const root = resolve(dir ?? 'exhibit-demo')
  await requireFree(root)
  const tell = (text: string): void => {
    if (!options.json) print(text)
  }
  const work = terminalWork()
  try {
    tell(`Making two cameras' exports in ${join(root, 'exports')} …`)
    const files = await makeDemoFiles(join(root, 'exports'), work)
    const database = await createCase(join(root, 'case'), { reference: demoReference, examiner: 'Demo' })
    try {
      tell(`Ingesting them into the case ${database.folder.root} …`)
      const ingested = await fillDemoCase(database, files, work)
      for (const { id } of ingested.items) {
        if (!id) throw new EvidenceError('internal', 'An export that was just made could not be ingested.')
        const { summary, verification } = database.items.load(id)
        tell(`  ${summary.name}: ${describeVerification(verification).sentences.join(' ')}`)
      }
      const [sealed, sealedTwice] = ingested.items
      if (!sealed?.id || !sealedTwice?.id) throw new EvidenceError('internal', 'The demo has no items.')
      const key = await loadKey({ kind: 'workstation' }, dataFolder())
      const context = { database, actor: 'Demo', unitName: workstationName() }
      const order = {
        destination: join(root, 'handed-on'),
        key,
        operator: 'Demo',
        comment: 'Made by the demo',
      }
      const span = { from: sceneTime(5), to: sceneTime(9) } satisfies Record<string, UtcTime>
      tell(`Cutting ${sealed.path} from ${span.from} to ${span.to}, without re-encoding …`)
      const cut = await exportItems({ ...order, itemIds: [sealed.id], ...span }, context, work)
      tell(`Sealing ${sealedTwice.path} once more …`)
      const resealed = await exportItems(
        { ...order, itemIds: [sealedTwice.id], from: null, to: null },
        context,
        work,
      )
      const written = [...cut.files, ...resealed.files]
      tell('Verifying what was written, from disk …')
      const verdicts = []
      for (const file of written) {
        const verification = await verifyAgain(file.path, work)
        verdicts.push(verification)
        tell(
          `  ${file.path}: ${verification.verdict}, ${verification.seals.length} seal(s), ${file.from ?? ''} to ${file.to ?? ''}`,
        )
      }
      const ledger = database.custody.verifyLedger()
      tell(
        `Custody: ${ledger.entries} entries, ${ledger.valid ? 'each follows from the one before' : 'BROKEN'}.`,
      )
      tell(`Check ${resealed.package} by hand: its VERIFY.txt says how, with openssl and sha256sum.`)
      if (options.json)
        printJson({
          root,
          ingested,
          packages: [cut, resealed],
          verification: verdicts,
          custody: { entries: ledger.entries, valid: ledger.valid },
        })
      return verdicts.every(({ verdict }) => verdict === 'sealed') && ledger.valid ? 0 : 1
    } finally {
      await closeCase(database, { ...(await whoActs()), actor: 'Demo' })
    }
  } finally {
    work.end()
  }

  async function verifyAgain(
    path: string,
    watched: Work,
  ): Promise<Awaited<ReturnType<typeof verifyFile>>['verification']> {
    const source = await openFileSource(path)
    try {
      return (await verifyFile(source, path, { anchors: [], at: null }, watched)).verification
    } finally {
      await source.close()
    }
  }
}

async function requireFree(root: string): Promise<void> {
  await mkdir(root, { recursive: true })
  if ((await readdir(root)).length > 0)
    throw new EvidenceError('destination-exists', `“${root}” is not empty; nothing was made.`, {
      details: { path: root },
    })
}
