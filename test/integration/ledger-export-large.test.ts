// Ledgers of any length leave the house page by page: others write meanwhile, memory stays flat, cancelling leaves nothing.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Progress } from '#engine/base/progress.ts'
import { noAttestations } from '#engine/custody/ledger-format.ts'
import { exportLedger } from '#engine/custody/export-ledger.ts'
import type { LedgerFormat } from '#engine/custody/export-ledger.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { scratchFolder } from '../support/made-export.ts'

const folder = suiteFolder()
// Half a minute of work on a machine that is busy with others.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

describe('20,000 entries', () => {
  const entries = 20_000
  let large: CaseDatabase
  beforeAll(async () => {
    large = await createCase(join(folder, 'large'), { reference: 'L', examiner: 'Ada' })
    const detail = { text: 'x'.repeat(2_000) }
    large.transaction(() => {
      for (let n = 2; n <= entries; n += 1)
        large.custody.append({ actor: 'Ada', action: 'note', detail: { n, ...detail } })
    })
  }, 240_000)
  afterAll(() => large.close())

  it.each<[LedgerFormat]>([['json'], ['csv'], ['case']])(
    'go out as %s while others write, with progress and little memory',
    async (format) => {
      const path = join(scratchFolder(), `l.${format}`)
      const told: Progress[] = []
      let most = 0
      let appended = 0
      globalThis.gc?.()
      const before = process.memoryUsage().rss
      const { entries: held, valid } = await exportLedger(
        large,
        { path, format, actor: 'Ada', attestations: noAttestations },
        {
          signal: new AbortController().signal,
          report: (progress) => {
            told.push(progress)
            most = Math.max(most, process.memoryUsage().rss - before)
            if (told.length % 50 !== 10) return
            appended += 1
            large.custody.append({ actor: 'Bob', action: 'note', detail: {} })
          },
        },
      )
      expect(appended).toBeGreaterThan(2)
      expect([held >= entries, valid]).toEqual([true, true])
      expect(told.length).toBeGreaterThan(100)
      expect(told.every(({ done }, at) => at === 0 || done >= told[at - 1]!.done)).toBe(true)
      expect(statSync(path).size).toBeGreaterThan(40_000_000)
      expect(most).toBeLessThan(100_000_000)
      expect(large.custody.verifyLedger().valid).toBe(true)
    },
  )

  it('stop when they are cancelled, and nothing is left', async () => {
    const out = scratchFolder()
    const controller = new AbortController()
    let reports = 0
    const work = {
      signal: controller.signal,
      report: () => {
        reports += 1
        if (reports === 5) controller.abort()
      },
    }
    const before = large.custody.verifyLedger().entries
    const request = { path: join(out, 'l.json'), format: 'json' as const, actor: 'Ada' }
    await expect(exportLedger(large, { ...request, attestations: noAttestations }, work)).rejects.toThrow(
      /abort/i,
    )
    expect(readdirSync(out)).toEqual([])
    expect(large.custody.verifyLedger().entries).toBe(before)
  })
})
