// Writes parameter sets bit by bit, from the syntax tables of the standards and not from the reader.
export class BitWriter {
  #bits = ''

  u(count: number, value: number): this {
    this.#bits += value.toString(2).padStart(count, '0')
    return this
  }

  ue(...values: number[]): this {
    for (const value of values) {
      const code = (value + 1).toString(2)
      this.#bits += '0'.repeat(code.length - 1) + code
    }
    return this
  }

  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value)
  }

  /** With the stop bit, and emulation prevention where it is needed (7.4.1.1). */
  unit(...header: number[]): Uint8Array {
    const bits = `${this.#bits}1`
    const payload = bits.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)) ?? []
    const out = [...header]
    let zeros = 0
    for (const byte of payload) {
      if (zeros >= 2 && byte <= 3) {
        out.push(3)
        zeros = 0
      }
      out.push(byte)
      zeros = byte === 0 ? zeros + 1 : 0
    }
    return Uint8Array.from(out)
  }
}
