// Between UTC and the ticks of one track, exact: frame time = origin + ticks / timescale (ONVIF EFF 26.06 5.3), shown rounded down.
import { filetime, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'

const perSecond = 10_000_000n
/** 100 ns a microsecond: the finest time that the window computes with. */
const perMicrosecond = 10n

const floorDivide = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n)

/** UTC of a time of the track's media timeline, rounded down to 100 ns. */
export function utcOf(origin: Filetime, ticks: number, timescale: number): Filetime {
  return filetime(origin + floorDivide(BigInt(ticks) * perSecond, BigInt(timescale)))
}

/**
 * The last tick that is not after `time`, where a time within the same microsecond counts as the same: whoever asks for
 * the time of a frame has seen it rounded down.
 */
export function lastTickAt(origin: Filetime, time: Filetime, timescale: number): number {
  const end = (floorDivide(time, perMicrosecond) + 1n) * perMicrosecond - origin
  return Number(floorDivide(end * BigInt(timescale) - 1n, perSecond))
}

/** The last tick that is not after `time`, exactly. */
export function tickBefore(origin: Filetime, time: Filetime, timescale: number): number {
  return Number(floorDivide((time - origin) * BigInt(timescale), perSecond))
}

/** The first tick that is not before `time`. */
export function firstTickAt(origin: Filetime, time: Filetime, timescale: number): number {
  return Number(-floorDivide(-(time - origin) * BigInt(timescale), perSecond))
}

/**
 * The greatest tick not after `ticks` whose UTC is a whole number of 100 ns, so that `cstb` can say it without rounding;
 * null where such ticks are more than a tenth of a second apart.
 */
export function exactTickBefore(ticks: number, timescale: number): number | null {
  const step = timescale / greatestCommonDivisor(timescale, Number(perSecond))
  return step * 10 <= timescale ? Math.floor(ticks / step) * step : null
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** For notes, to the digits that are there. */
export const showTime = (time: Filetime): string => formatUtc(time) ?? 'an impossible time'
