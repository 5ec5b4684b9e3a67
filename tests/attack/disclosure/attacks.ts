import type { Attack } from './attack.ts'
import { generalTracker } from './attacks/general-tracker.ts'
import { singleTracker } from './attacks/single-tracker.ts'
import { totalMinusParts } from './attacks/total-minus-parts.ts'

/** Every attack of one analyst alone. */
export const attacks: readonly Attack[] = [singleTracker, generalTracker, totalMinusParts]
