// Speeds as they are written: 1/16×, 1×, 8×.

export function rateName(rate: number): string {
  return rate < 1 ? `1/${Math.round(1 / rate)}×` : `${rate}×`
}
