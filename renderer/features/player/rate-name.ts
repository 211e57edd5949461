// Speeds as they are written: 1/16×, 1×, 8×; in reverse −1/16×, −1×, −8×.

export function rateName(rate: number): string {
  const speed = Math.abs(rate)
  const name = speed < 1 ? `1/${Math.round(1 / speed)}×` : `${speed}×`
  return rate < 0 ? `−${name}` : name
}
