// Several readers of the same units.
import type { NalSink } from './nal-unit.ts'

/** Hands every unit to each of `sinks`, in their order. */
export const fanOut = (...sinks: readonly NalSink[]): NalSink => ({
  unit(nal) {
    for (const sink of sinks) sink.unit(nal)
  },
})
