// What is known of each stored sample while a map of damage is made, a byte each; and that as stretches.
import { UncheckedReason, type DamageMap } from '#contract/frames.ts'
import { assert } from '#engine/base/assert.ts'

type Stretch = DamageMap['stretches'][number]
type Unchecked = DamageMap['unchecked'][number]

const reasons = UncheckedReason.options
const stretchLimit = 20_000

/** Above these the reasons for which a sample was not checked, in their order. */
const [clean, affected, damaged, firstReason] = [1, 2, 3, 4]

export class DamageVerdicts {
  readonly #of: Uint8Array
  readonly #isEmpty: (sample: number) => boolean

  constructor({ length, size }: { length: number; size: ArrayLike<number> }) {
    this.#of = new Uint8Array(length)
    this.#isEmpty = (sample) => size[sample] === 0
  }

  vouchFor(sample: number): void {
    this.#settle(sample, clean)
  }

  /** It may depend on one that does not decode cleanly. */
  affect(sample: number): void {
    this.#settle(sample, affected)
  }

  /** The first of its group that does not decode cleanly. */
  damage(sample: number): void {
    this.#settle(sample, damaged)
  }

  leave(sample: number, reason: UncheckedReason): void {
    this.#settle(sample, firstReason + reasons.indexOf(reason))
  }

  /** Null where it was checked. */
  reasonOf(sample: number): UncheckedReason | null {
    return reasons[(this.#of[sample] ?? 0) - firstReason] ?? null
  }

  isDamaged(sample: number): boolean {
    const verdict = this.#of[sample] ?? 0
    return verdict === affected || verdict === damaged
  }

  /** As the contract tells it. */
  tell(): Omit<DamageMap, 'trackId' | 'ffmpeg'> {
    const stretches = new Listed<Stretch>()
    const unchecked = new Listed<Unchecked>()
    const counts = new Map<UncheckedReason, number>()
    let [vouchedFor, hurt, places, cause] = [0, 0, 0, 0]
    for (let sample = 0; sample < this.#of.length; sample += 1) {
      const reason = this.reasonOf(sample)
      if (reason !== null) {
        counts.set(reason, (counts.get(reason) ?? 0) + 1)
        unchecked.add(sample, (last) => last.reason === reason, { reason })
      } else if (this.isDamaged(sample)) {
        hurt += 1
        // A group that is damaged from its first sample on goes on with the place before.
        const isPlace = this.#of[sample] === damaged && !(sample > 0 && this.isDamaged(sample - 1))
        if (isPlace) [places, cause] = [places + 1, sample]
        stretches.add(sample, () => true, { cause })
      } else {
        assert(this.#of[sample] === clean, `sample ${sample} was settled`)
        vouchedFor += 1
      }
    }
    return {
      ...{ samples: this.#of.length, clean: vouchedFor, damaged: hurt, places },
      ...{ stretches: stretches.list, stretchesTotal: stretches.total },
      ...{ unchecked: unchecked.list, uncheckedTotal: unchecked.total },
      left: reasons.flatMap((reason) => {
        const samples = counts.get(reason)
        return samples === undefined ? [] : [{ reason, samples }]
      }),
    }
  }

  /** Where no picture is stored, none is damaged. */
  #settle(sample: number, verdict: number): void {
    this.#of[sample] = this.#isEmpty(sample) ? firstReason + reasons.indexOf('empty') : verdict
  }
}

/** Stretches in decode order, as many as may be listed; all of them are counted. */
class Listed<S extends { first: number; count: number }> {
  readonly list: S[] = []
  total = 0
  #last: S | null = null

  /** Lengthens the last stretch where the sample follows on it and it `goesOn`. */
  add(sample: number, goesOn: (last: S) => boolean, what: Omit<S, 'first' | 'count'>): void {
    const last = this.#last
    if (last && last.first + last.count === sample && goesOn(last)) {
      last.count += 1
      return
    }
    this.#last = { ...what, first: sample, count: 1 } as S
    this.total += 1
    if (this.list.length < stretchLimit) this.list.push(this.#last)
  }
}
