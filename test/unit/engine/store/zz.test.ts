import { statSync } from 'node:fs'
import { test } from 'vitest'
import { after, event, frame, itemDetail, newCase } from '#test/support/store.ts'
test('bench', async () => {
  const db = await newCase(); const d = itemDetail('x'); db.items.insert(d); const id = d.summary.id
  let t = performance.now()
  const lap = (s: string) => { console.log(s, (performance.now() - t).toFixed(0)); t = performance.now() }
  db.metadata.begin(id)
  for (let b = 0; b < 100; b++) db.metadata.insert(id, Array.from({ length: 1000 }, (_, i) => frame((b * 1000 + i) * 40, 10)))
  lap('1M objects')
  for (let b = 0; b < 100; b++) db.metadata.insert(id, Array.from({ length: 1000 }, (_, i) => event(b * 1000 + i)))
  lap('100k events'); db.metadata.finish(id)
  console.log(statSync(db.folder.database).size / 1e6)
  t = performance.now()
  console.log(db.metadata.frames(id, { from: after(1_000_000), to: after(9_000_000) }).length); lap('5000 frames x10')
  console.log(db.metadata.events(id, { first: 98_000 }).events.length); lap('events tail')
  for (let i = 0; i < 20000; i++) db.custody.append({ actor: 'a', action: 'view', itemId: id }); lap('20k appends')
  console.log(db.custody.verifyLedger().valid); lap('verify 20k')
  db.custody.verifyTail(); lap('tail')
  db.metadata.begin(id); lap('delete all')
}, 300000)
