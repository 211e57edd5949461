// A second program that works on a case, for tests that end it at the worst moment. Run as: node store-process.ts WHAT CASE
import { randomUUID } from 'node:crypto'
import { ItemDetail } from '#contract/item.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'

const [what, root = ''] = process.argv.slice(2)
const database = await openCase(root, { actor: 'the other program' })
process.stdout.write('open\n')

if (what === 'ingest') for (let at = 0; ; at += 1) await ingest(database, at)
// Else: hold the case until somebody ends this process.
setInterval(() => undefined, 1_000)

/** As the ingest does it: copy, commit to the vault, then item, ledger entry and the rest in one transaction. */
async function ingest({ vault, items, custody }: CaseDatabase, at: number): Promise<void> {
  const content = Buffer.alloc(200_000, `${process.pid} ${at} `)
  const incoming = await vault.beginIncoming({ name: `file ${at}.mp4` })
  for (let done = 0; done < content.length; done += 10_000)
    await incoming.write(content.subarray(done, done + 10_000))
  const sha256 = sha256Of(content)
  await vault.commitIncoming(incoming, sha256)
  const template = JSON.parse(process.env['ITEM_TEMPLATE'] ?? '') as ItemDetail
  const summary = { ...template.summary, id: randomUUID(), sha256, size: content.length }
  const detail = ItemDetail.parse({ ...template, summary })
  database.transaction(() => {
    items.insert(detail)
    custody.append({
      actor: 'the other program',
      action: 'ingest',
      itemId: detail.summary.id,
      outputSha256: sha256,
    })
  })
  process.stdout.write(`${sha256}\n`)
}
