// How decoding begins with a sample. Lets it begin at an exact recovery point (ISO/IEC 14496-10 D.2.8), where the platform insists on
// an IDR picture: a grey IDR picture of our own goes before it, in a parameter set of our own. Nothing refers to it, and it is never
// shown.
import { BitReader, BitsEnded, BitWriter, unescaped } from './h264-bits.ts'
import type { ParameterSets, SequenceSet } from './h264-sets.ts'

/** The last number that a picture parameter set may have; encoders count from 0. */
const ownSet = 255
/** How far the grey picture lies before the real one in output order. */
const orderDistance = 4
/** The largest level has 139,264 macroblocks. */
const macroblockLimit = 139_264

const slice = 1
const idrSlice = 5
const supplement = 6

/**
 * The chunk that has to be decoded first, in the byte format of the samples. Null where the sample needs none (an IDR picture), or
 * is no place from which every later picture comes out exactly.
 */
export function startBefore(sample: Uint8Array, sets: ParameterSets): Uint8Array<ArrayBuffer> | null {
  try {
    const units = unitsOf(sample, sets.lengthSize)
    const first = units.find((unit) => typeOf(unit) === slice || typeOf(unit) === idrSlice)
    if (!first || typeOf(first) === idrSlice || !units.some(isExactRecovery)) return null
    const bits = new BitReader(unescaped(first.subarray(0, 64)), 1)
    const [, kind] = [bits.ue(), bits.ue()]
    const sequence = sets.sequences.find(({ id }) => id === sets.sequenceOf.get(bits.ue()))
    // Slices of this kind (7.4.3) contain no prediction from other pictures.
    if (kind % 5 !== 2 || !sequence || !isWritable(sequence) || sets.sequenceOf.has(ownSet)) return null
    return join([pictureSet(sequence), greyPicture(sequence, orderOf(bits, sequence))], sets.lengthSize)
  } catch (error) {
    // A damaged sample is no beginning.
    if (error instanceof BitsEnded) return null
    throw error
  }
}

/** Whether all its pictures are frames of one sequence, so that an IDR picture ends whatever was before it. */
export const isOfOneSequence = ({ sequences }: ParameterSets): boolean =>
  sequences.length === 1 && sequences.every(({ framesOnly, chromaFormat }) => framesOnly && chromaFormat < 3)

/**
 * Whether a sample is what its lengths say: whoever looks for start codes (Annex B) finds the same units in it. Damage may hold
 * others, parameter sets of another recording among them, which a decoder takes for good.
 */
export function holdsTogether(sample: Uint8Array, lengthSize: number): boolean {
  try {
    return unitsOf(sample, lengthSize).every((unit) => !hasStartCode(unit))
  } catch (error) {
    if (error instanceof BitsEnded) return false
    throw error
  }
}

/** Two zeros and a byte up to 2 stand nowhere in a unit (7.4.1), but behind its end. */
function hasStartCode(unit: Uint8Array): boolean {
  let end = unit.length
  while (end > 0 && unit[end - 1] === 0) end -= 1
  for (let at = 2; at < end;) {
    const byte = unit[at] ?? 0
    if (byte > 2) at += 3
    else if (unit[at - 1] === 0 && unit[at - 2] === 0) return true
    else at += 1
  }
  return false
}

/** Whether a sample is an IDR picture: neither it nor anything after it refers to a picture before it (7.4.1.2.4). */
export function isIdr(sample: Uint8Array, lengthSize: number): boolean {
  try {
    const slices = unitsOf(sample, lengthSize)
      .map(typeOf)
      .filter((type) => type >= slice && type <= idrSlice)
    return slices.length > 0 && slices.every((type) => type === idrSlice)
  } catch (error) {
    if (error instanceof BitsEnded) return false
    throw error
  }
}

/** Whether no other picture is predicted from a sample: all its slices say so (`nal_ref_idc`, 7.4.1), and it sets no parameters. */
export function isDisposable(sample: Uint8Array, lengthSize: number): boolean {
  try {
    const units = unitsOf(sample, lengthSize)
    const isHarmless = (unit: Uint8Array): boolean =>
      typeOf(unit) === slice ? ((unit[0] ?? 0) & 0x60) === 0 : harmless.has(typeOf(unit))
    return units.some((unit) => typeOf(unit) === slice) && units.every(isHarmless)
  } catch (error) {
    if (error instanceof BitsEnded) return false
    throw error
  }
}

/** Supplements, delimiters, filler. */
const harmless = new Set([supplement, 9, 12])

const typeOf = (unit: Uint8Array): number => (unit[0] ?? 0) & 0x1f

/** Within what the standard allows (7.4.2.1.1), whatever the file says. */
const isWritable = (sequence: SequenceSet): boolean =>
  (sequence.chromaFormat === 1 || sequence.chromaFormat === 2) &&
  sequence.macroblocks <= macroblockLimit &&
  sequence.orderType <= 2 &&
  sequence.frameNumberBits <= 16 &&
  sequence.orderBits <= 16

function unitsOf(sample: Uint8Array, lengthSize: number): Uint8Array[] {
  const units: Uint8Array[] = []
  for (let at = 0; at + lengthSize < sample.length;) {
    const length = new BitReader(sample, at).bits(8 * lengthSize)
    at += lengthSize
    if (length === 0 || length > sample.length - at) throw new BitsEnded('The lengths do not add up.')
    units.push(sample.subarray(at, at + length))
    at += length
  }
  return units
}

/** Whether an SEI unit says that this picture and all shown after it are exact. */
function isExactRecovery(unit: Uint8Array): boolean {
  if (typeOf(unit) !== supplement) return false
  const bytes = unescaped(unit)
  for (let at = 1; at + 2 < bytes.length;) {
    let [type, size] = [0, 0]
    for (; bytes[at] === 0xff; at += 1) type += 255
    type += bytes[at] ?? 0
    at += 1
    for (; bytes[at] === 0xff; at += 1) size += 255
    size += bytes[at] ?? 0
    at += 1
    if (type === 6) {
      const bits = new BitReader(bytes, at)
      return bits.ue() === 0 && bits.flag()
    }
    at += size
  }
  return false
}

/** `pic_order_cnt_lsb` of a slice whose header was read up to its parameter set. */
function orderOf(bits: BitReader, sequence: SequenceSet): number {
  bits.bits(sequence.frameNumberBits)
  if (!sequence.framesOnly && bits.flag()) bits.flag()
  return sequence.orderType === 0 ? bits.bits(sequence.orderBits) : 0
}

/** 7.3.2.2: CAVLC, nothing else. */
const pictureSet = ({ id }: SequenceSet): Uint8Array =>
  new BitWriter()
    .ue(ownSet)
    .ue(id)
    .bits(0, 2)
    .ue(0)
    .ue(0)
    .ue(0)
    .bits(0, 3)
    .ue(0)
    .ue(0)
    .ue(0)
    .bits(0, 3)
    .unit(0x68)

/** 7.3.3 and 7.3.5: every macroblock Intra 16×16, predicted as an average, without coefficients. */
function greyPicture(sequence: SequenceSet, order: number): Uint8Array {
  const { frameNumberBits, framesOnly, adaptiveFields, orderType, orderBits } = sequence
  const bits = new BitWriter().ue(0).ue(7).ue(ownSet).bits(0, frameNumberBits)
  if (!framesOnly) bits.bits(0, 1)
  bits.ue(0)
  const range = 2 ** orderBits
  if (orderType === 0) bits.bits((order - orderDistance + range) % range, orderBits)
  if (orderType === 1 && !sequence.deltaOrderAlwaysZero) bits.ue(0)
  bits.bits(0, 2).ue(0)
  for (let block = 0; block < sequence.macroblocks; block += 1) {
    if (adaptiveFields && block % 2 === 0) bits.bits(0, 1)
    // mb_type 3, intra_chroma_pred_mode 0, mb_qp_delta 0, and no coefficient of the luma's averages.
    bits.ue(3).ue(0).ue(0).bits(1, 1)
  }
  return bits.unit(0x65)
}

function join(units: readonly Uint8Array[], lengthSize: number): Uint8Array<ArrayBuffer> {
  const bytes = units.flatMap((unit) => [
    ...Array.from({ length: lengthSize }, (_, at) => (unit.length >>> (8 * (lengthSize - 1 - at))) & 0xff),
    ...unit,
  ])
  return Uint8Array.from(bytes)
}
