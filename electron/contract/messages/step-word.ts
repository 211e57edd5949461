// The word beside a step of an explanation.
import type { ExplanationStep } from '../explanation.ts'

/** Of what was not checked nothing was found that could be unproved. */
export const stepWord = ({ id, tone }: Pick<ExplanationStep, 'id' | 'tone'>): StepWord =>
  id === 'not-checked' && tone === 'unknown' ? 'not-checked' : tone

export type StepWord = ExplanationStep['tone'] | 'not-checked'
