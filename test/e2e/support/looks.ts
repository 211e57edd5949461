// In which themes and sizes screens are looked at: each theme and each size once, and with EXHIBIT_LOOKS=all in all four ways.
type Look = readonly [theme: 'dark' | 'light', width: number, height: number]

const few: readonly Look[] = [
  ['dark', 1280, 720],
  ['light', 1920, 1080],
]
const others: readonly Look[] = [
  ['dark', 1920, 1080],
  ['light', 1280, 720],
]

export const looks = process.env['EXHIBIT_LOOKS'] === 'all' ? [...few, ...others] : few
