// By which clock a typed time is meant where the recorder's was found to be wrong; the same wherever one is typed, until it is
// changed. At first the recorded one, which is shown first.
export type TypedClock = 'recorded' | 'corrected'

class TypedBy {
  clock = $state<TypedClock>('recorded')
}

export const typedBy = new TypedBy()
