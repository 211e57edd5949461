// Words of a shell (POSIX sh) for commands that people paste into a terminal: names, and bytes of a file through a pipe.
import type { SignedPart } from '../seal.ts'
import type { ByteRange } from '../units.ts'
import { t } from './format.ts'

/** Sets `FILE`; text to be pasted into a terminal must not hold characters that it obeys. */
export function nameLines(name: string): string[] {
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return [`FILE=${shellQuote(name)}`]
  return [`# ${t('handCheck.rename')}`, `FILE='sealed.mp4'`]
}

/** A file name as one word of a shell command, whatever is in it; a leading `-` must not be read as an option. */
function shellQuote(name: string): string {
  const safe = name.startsWith('-') ? `./${name}` : name
  return `'${safe.replaceAll("'", `'\\''`)}'`
}

/** A command that writes these bytes of `FILE` to its output. Offsets of `tail` count from 1. */
export function rangeCommand({ start, end }: ByteRange): string {
  const bytes = `head -c ${end - start}`
  return start === 0 ? `${bytes} "$FILE"` : `tail -c +${start + 1} "$FILE" | ${bytes}`
}

/** Everything from `start` to the end of `FILE`. */
export const restCommand = (start: number): string => `tail -c +${start + 1} "$FILE"`

/** Bytes that one `printf` writes: lines stay short enough to be read and copied. */
const bytesAtOnce = 512

export function partCommands(part: SignedPart): string[] {
  switch (part.kind) {
    case 'file':
      return [rangeCommand(part)]
    case 'zeros':
      return [`head -c ${part.bytes} /dev/zero`]
    case 'bytes': {
      const lines = part.hex.match(new RegExp(`.{1,${2 * bytesAtOnce}}`, 'g')) ?? []
      return lines.map((hex) => `printf '${octal(hex)}'`)
    }
  }
}

/** Octal escapes of always three digits: every `printf` knows them, and no digit after one can become part of it. */
const octal = (hex: string): string =>
  (hex.match(/../g) ?? []).map((byte) => `\\${parseInt(byte, 16).toString(8).padStart(3, '0')}`).join('')
