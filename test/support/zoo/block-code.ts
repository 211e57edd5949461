// A number painted as large black and white blocks: what a picture itself says of which one it is. Survives lossy coding,
// turning and stretching; a picture that is mixed from two, or damaged, is read as none.

export const columns = 8
export const rows = 4
export const blocks = columns * rows
/** Share of the picture's height that the blocks take; below them something moves, so that there is motion to code. */
export const codedHeight = 0.9

/** The blocks of picture `index`, white where true: 16 bits of the number and 16 that check it and the file. */
export function blocksOf(index: number, salt: number): boolean[] {
  const word = ((index << 16) | checkOf(index, salt)) >>> 0
  return Array.from({ length: blocks }, (_, at) => ((word >>> (blocks - 1 - at)) & 1) === 1)
}

/** The number that blocks stand for (`1` white, `0` black, anything else unclear); null where it is not one of this file's. */
export function readBlocks(seen: string, salt: number): number | null {
  if (!/^[01]{32}$/.test(seen)) return null
  const word = Number.parseInt(seen, 2)
  const index = word >>> 16
  return (word & 0xffff) === checkOf(index, salt) ? index : null
}

/** CRC-16 (polynomial 0x1021) over the file's salt and the number. */
function checkOf(index: number, salt: number): number {
  let crc = 0xffff
  for (const byte of [salt >>> 8, salt & 0xff, index >>> 8, index & 0xff]) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc
}
