// A second program that works on a whole case, for tests that look at it meanwhile or end it at a chosen step.
// Run as: node case-process.ts ingest CASE FOLDER · move CASE DESTINATION STEP · migrate CASE
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkDestination } from '#engine/casework/destination.ts'
import { moveCase } from '#engine/casework/move-case.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { openCase } from '#engine/store/case-database.ts'
import { migrations } from '#engine/store/migrations/all.ts'

const [what, root = '', other = '', step = '0'] = process.argv.slice(2)
const signal = new AbortController().signal
const die = (): void => void process.kill(process.pid, 'SIGKILL')

if (what === 'ingest') {
  const database = await openCase(root, { actor: 'the other program' })
  const context = { database, actor: 'the other program', trust: { anchors: [], at: null } }
  process.stdout.write('open\n')
  for (const name of readdirSync(other)) {
    await ingest([join(other, name)], context, { signal, report: () => undefined })
    process.stdout.write(`${name}\n`)
  }
  // Until somebody ends this process.
  setInterval(() => undefined, 1_000)
}

if (what === 'move') {
  const database = await openCase(root, { actor: 'the other program' })
  let told = 0
  const report = ({ label }: { label: string }): void => {
    process.stdout.write(`${told} ${label}\n`)
    if (told === Number(step)) die()
    told += 1
  }
  const destination = await checkDestination(root, other)
  const { database: moved, failure } = await moveCase(
    database,
    destination,
    { actor: 'mover' },
    { signal, report },
  )
  if (failure) throw failure
  moved.close()
  process.stdout.write('moved\n')
}

if (what === 'migrate') {
  // Ended after the last step has changed the tables, before it is committed.
  const last = migrations.at(-1)
  if (!last) throw new Error('there are migrations')
  const { up } = last
  Object.assign(last, {
    up: (db: Parameters<typeof up>[0]) => {
      up(db)
      // Pages that do not fit into memory are in the file already.
      db.exec('PRAGMA cache_spill = 1; PRAGMA cache_size = 1; UPDATE item SET name = name')
      die()
    },
  })
  await openCase(root, { actor: 'the other program' })
}
