// A second program that takes evidence in and is ended in the middle. It reads up to a place and then waits for ever; it says
// when the case knows how much of the copy is on the disk. Run as: node ingest-process.ts CASE STOP-AT SOURCE…
import { ingest } from '#engine/ingest/ingest.ts'
import { usualReading } from '#engine/ingest/source/file-source.ts'
import { openCase } from '#engine/store/case-database.ts'

const [root = '', stopAt = '0', ...sources] = process.argv.slice(2)
const database = await openCase(root, { actor: 'the other program' })
let last = 0
setInterval(() => {
  const [unfinished] = database.intakes.openCheckpoints()
  if (!unfinished || unfinished.bytes === last) return
  last = unfinished.bytes
  process.stdout.write(`checkpoint ${last}\n`)
}, 10)
await ingest(
  sources,
  {
    database,
    actor: 'the other program',
    trust: { anchors: [], at: null },
    limits: { checkpointBytes: 1 << 20, keepBytes: 1 << 16, smallBytes: 1 << 16 },
    reading: {
      ...usualReading,
      reader: (handle) => {
        const read = usualReading.reader(handle)
        return (buffer, offset) =>
          offset < Number(stopAt) ? read(buffer, offset) : new Promise(() => undefined)
      },
    },
  },
  { signal: new AbortController().signal, report: () => undefined },
)
process.stdout.write('done\n')
process.exit(0)
