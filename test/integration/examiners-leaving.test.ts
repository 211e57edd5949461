// Who stops acting: signing out, also while a case is closed or where the ledger cannot take it.
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { formatActor } from '#contract/examiner.ts'
import type { Examiner, ExaminerKeyChoice } from '#contract/examiner.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { CustodyStore } from '#engine/store/custody-store.ts'
import { defaultActor } from '#engine/workbench.ts'
import { scratchFolder } from '../support/made-export.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const password = 'correct horse battery'
let lab: string
let told: string[]
beforeEach(() => {
  lab = join(scratchFolder(), 'lab')
  told = []
})

async function start(): Promise<Engine> {
  const engine = await createEngine({
    ...{ dataFolder: lab, resourcesFolder: lab, runtime: 'cli' },
    emit: (name) => void told.push(name),
  })
  onTestFinished(() => engine.close())
  return engine
}

const person = { name: 'Ada Lovelace', badge: '4711', organisation: 'Harbour Police' }
const create = ({ handlers }: Engine, key: ExaminerKeyChoice): Promise<Examiner> =>
  handlers['examiner.create']({ ...person, key })

it('who has signed out acts no more: not in a case they created, not in one they moved', async () => {
  const engine = await start()
  const { handlers } = engine
  const ada = await create(engine, { kind: 'none' })
  const spoken = formatActor(ada)
  const lastActor = async (): Promise<string | undefined> => {
    await handlers['custody.note']({ itemId: null, text: 'seen' })
    return (await wholeLedger(handlers)).items.at(-1)?.actor
  }
  await handlers['examiner.signIn']({ id: ada.id, password: null })
  await handlers['case.create']({ path: join(lab, 'case'), reference: 'R', examiner: '' })
  expect(await lastActor()).toBe(spoken)
  await handlers['examiner.signOut']({})
  expect(await lastActor()).toBe(defaultActor())
  await handlers['case.close']({})
  await handlers['case.open']({ path: join(lab, 'case'), examiner: 'Typed' })
  await handlers['examiner.signIn']({ id: ada.id, password: null })
  await handlers['case.move']({ destination: join(lab, 'moved') })
  await expect
    .poll(async () => (await handlers['case.current']({}))?.path, { timeout: 20_000 })
    .toBe(join(lab, 'moved'))
  await expect.poll(() => told.includes('job.end'), { timeout: 20_000 }).toBe(true)
  const { items } = await wholeLedger(handlers)
  expect(items.slice(-3)).toMatchObject([
    { action: 'case-moved', actor: spoken },
    { action: 'case-opened', actor: spoken, detail: { signedIn: { examiner: ada.id } } },
    { action: 'case-moved', actor: spoken },
  ])
  await handlers['examiner.signOut']({})
  expect(await lastActor()).toBe('Typed')
})

it('who signs out while the case is being closed neither closes nor signs it', async () => {
  const engine = await start()
  const { handlers } = engine
  const ada = await create(engine, { kind: 'make', password })
  await handlers['examiner.signIn']({ id: ada.id, password })
  await handlers['case.create']({ path: join(lab, 'case'), reference: 'R', examiner: 'Typed' })
  const closing = handlers['case.close']({})
  await handlers['examiner.signOut']({})
  await closing
  await handlers['case.open']({ path: join(lab, 'case'), examiner: null })
  const { items } = await wholeLedger(handlers)
  const closed = items.filter(({ action }) => ['case-closed', 'ledger-signed'].includes(action))
  expect(closed).toMatchObject([{ actor: 'Typed' }, { actor: 'Typed', detail: { by: 'workstation' } }])
})

describe('signing out', () => {
  it('locks the key also where the ledger cannot take it, and where the profile is removed', async () => {
    const engine = await start()
    const { handlers } = engine
    await handlers['case.create']({ path: join(lab, 'case'), reference: 'R', examiner: 'Typed' })
    const { id } = await create(engine, { kind: 'none' })
    const full = new EvidenceError('disk-full', 'No room.')
    const append = CustodyStore.prototype.append
    const spy = vi.spyOn(CustodyStore.prototype, 'append').mockImplementation(function (
      this: CustodyStore,
      act,
    ) {
      if (act.action === 'signed-out') throw full
      return append.call(this, act)
    })
    onTestFinished(() => spy.mockRestore())
    const ways: (() => Promise<unknown>)[] = [
      () => handlers['examiner.signOut']({}),
      () => handlers['examiner.remove']({ id }),
    ]
    for (const leave of ways) {
      await handlers['examiner.signIn']({ id, password: null })
      const before = told.filter((name) => name === 'examiner.changed').length
      await expect(Promise.resolve().then(leave)).rejects.toBe(full)
      expect((await handlers['examiner.current']({})).examiner).toBeNull()
      expect(told.filter((name) => name === 'examiner.changed')).toHaveLength(before + 1)
    }
  })
})
