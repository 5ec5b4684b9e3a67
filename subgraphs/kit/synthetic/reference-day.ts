import { dayOf } from './day.ts'

/** "Today" of all synthetic data. A constant, so that the same seed gives the same rows for ever. */
export const referenceDay = dayOf('2026-11-01')
