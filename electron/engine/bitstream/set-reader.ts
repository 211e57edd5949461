// Reads parameter sets, which are of use only whole: what is not there, or larger than the standard allows, ends the reading.
import { BitReader } from './bit-reader.ts'

/** The parameter set ends too early or says something that cannot be. Caught where the set was begun. */
export class SetUnreadable extends Error {
  override readonly name = 'SetUnreadable'
}

export class SetReader {
  readonly #bits: BitReader

  constructor(unit: Uint8Array, skip: number) {
    this.#bits = new BitReader(unit, skip)
  }

  bits(count: number): number {
    return there(this.#bits.bits(count))
  }

  flag(): boolean {
    return there(this.#bits.bit()) === 1
  }

  skip(count: number): void {
    for (let done = 0; done < count; done += 1) there(this.#bits.bit())
  }

  /** ue(v), at most `most`. */
  ue(most = 0xffff_fffe): number {
    const value = there(this.#bits.unsigned())
    if (value > most) throw new SetUnreadable(`${value} where ${most} is the most`)
    return value
  }

  /** se(v). */
  se(): number {
    return there(this.#bits.signed())
  }
}

function there(value: number | null): number {
  if (value === null) throw new SetUnreadable('the parameter set ends too early')
  return value
}

/** What `read` makes of it, or null where the set is unreadable. */
export function readSet<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof SetUnreadable)) throw error
    return null
  }
}
