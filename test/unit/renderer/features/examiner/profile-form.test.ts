import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { fakeExaminers, fakePassword } from '#test/support/fake-custody.ts'
import { ProfileForm } from '../../../../../renderer/features/examiner/profile-form.svelte.ts'

let bridge: FakeBridge
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

it('makes a profile only with a name, and a key only with a password typed twice', () => {
  const form = new ProfileForm()
  expect(form.fault('name')).toBeUndefined()
  expect(form.request()).toBeNull()
  expect(form.fault('name')).toBe('This is needed.')
  expect(form.fault('password')).toBe('At least 8 characters are needed.')
  form.name = ' A. Moreau '
  form.password = '12345678'
  form.again = '1234567'
  expect(form.request()).toBeNull()
  expect(form.fault('again')).toBe('The two passwords differ.')
  form.again = '12345678'
  expect(form.request()).toEqual({
    ...{ name: 'A. Moreau', badge: '', organisation: '' },
    key: { kind: 'make', password: '12345678' },
  })
  form.kind = 'file'
  expect(form.request()).toBeNull()
  form.path = '/keys/moreau.p12'
  expect(form.request()?.key).toEqual({
    kind: 'file',
    path: '/keys/moreau.p12',
    filePassword: null,
    password: '12345678',
  })
  form.kind = 'none'
  form.forget()
  expect([form.password, form.again, form.filePassword]).toEqual(['', '', ''])
  expect(form.request()?.key).toEqual({ kind: 'none' })
})

it('takes a password out of the form before it is sent, and does not put it back', async () => {
  vi.resetModules()
  const { SignIn } = await import('../../../../../renderer/features/examiner/sign-in.svelte.ts')
  const { examiner } = await import('../../../../../renderer/state/examiner.svelte.ts')
  await examiner.start()
  const [lund, ferreira] = fakeExaminers
  if (!lund || !ferreira) throw new Error('there are two')
  const form = new SignIn()
  expect(await form.signIn(lund.id)).toBe(false)
  expect(form.fault).toBe('This is needed.')
  expect(bridge.calls.some(({ name }) => name === 'examiner.signIn')).toBe(false)

  form.password = 'wrong one'
  const refused = form.signIn(lund.id)
  expect(form.password).toBe('')
  expect(await refused).toBe(false)
  // Said at its field; who signs in is not in question.
  expect([form.password, form.failure, form.fault]).toEqual([
    '',
    null,
    'The key does not open with this password.',
  ])
  expect(examiner.current?.examiner).toBeNull()

  form.password = fakePassword
  expect(await form.signIn(lund.id)).toBe(true)
  expect([examiner.keyState, examiner.current?.actor]).toEqual([
    'unlocked',
    'K. Lund (badge 4711, County Forensic Laboratory)',
  ])
  expect(await form.signInWithoutKey(lund.id)).toBe(true)
  expect(examiner.keyState).toBe('locked')
  expect(await form.signInWithoutKey(ferreira.id)).toBe(true)
  expect(examiner.keyState).toBe('none')
  await examiner.signOut()
  expect(examiner.current).toMatchObject({ examiner: null, actor: 'root' })
})

it('claims nobody after the engine was lost, until it has said who acts', async () => {
  vi.resetModules()
  const { examiner } = await import('../../../../../renderer/state/examiner.svelte.ts')
  await examiner.start()
  const [lund] = fakeExaminers
  if (!lund) throw new Error('there is one')
  await examiner.signIn(lund.id, fakePassword)
  bridge.answers['examiner.current'] = () => ({ examiner: null, unlocked: false, actor: 'root' })
  bridge.emit('engine.gone', { reason: 'It ended.' })
  expect(examiner.current).toBeNull()
  await vi.waitFor(() => expect(examiner.current).toMatchObject({ examiner: null, actor: 'root' }))
  expect(examiner.keyState).toBe('none')
})
