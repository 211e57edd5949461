import { expect, it } from 'vitest'
import { joinPath, suggestName } from '../../../../../renderer/features/casefile/new-folder.ts'

const today = new Date(2026, 10, 28)

it('suggests a name that says what the folder is', () => {
  expect(suggestName('/cases/2026-0417', 'backup', today)).toBe('2026-0417 backup 2026-11-28')
  expect(suggestName('C:\\cases\\2026-0417\\', 'copy', today)).toBe('2026-0417 copy 2026-11-28')
  expect(suggestName('/cases/2026-0417/', 'move', today)).toBe('2026-0417')
})

it('writes a path as the system does', () => {
  expect(joinPath('/media/usb', 'case')).toBe('/media/usb/case')
  expect(joinPath('/', 'case')).toBe('/case')
  expect(joinPath('D:\\', 'case')).toBe('D:\\case')
  expect(joinPath('D:\\evidence', 'case')).toBe('D:\\evidence\\case')
})
