import type { Attack } from './attack.ts'
import {
  averageTimesCount,
  distinctOthers,
  rationalAverage,
  sumTracker,
} from './attacks/averages.ts'
import { entityTotals } from './attacks/entity-totals.ts'
import { minMax, percentileWalk, spreads } from './attacks/extremes.ts'
import { generalTracker } from './attacks/general-tracker.ts'
import { groupedReconstruction } from './attacks/grouped-reconstruction.ts'
import { groupCountBisection, havingBisection, topNOrder } from './attacks/having-bisection.ts'
import { joinedRows } from './attacks/joined-rows.ts'
import { aliasFanOut, colludingTrackers, manyTrackers } from './attacks/many-trackers.ts'
import { colludingAreas, overlappingAreas } from './attacks/overlapping-areas.ts'
import { partitionAveraging } from './attacks/partition-averaging.ts'
import { presence } from './attacks/presence.ts'
import { colludingReconstruction, reconstruction } from './attacks/reconstruction.ts'
import { repeatedQuestions, rewrittenFilter } from './attacks/rewritten-filter.ts'
import { shares } from './attacks/shares.ts'
import { singleTracker } from './attacks/single-tracker.ts'
import { thresholdWalk } from './attacks/threshold-walk.ts'
import { shiftedBands, shiftedBuckets, timeSlices } from './attacks/time-slices.ts'
import { totalMinusParts } from './attacks/total-minus-parts.ts'
import { twoWayTable } from './attacks/two-way-table.ts'

/** Every attack of one analyst alone. */
export const attacks: readonly Attack[] = [
  rewrittenFilter,
  repeatedQuestions,
  singleTracker,
  generalTracker,
  manyTrackers,
  aliasFanOut,
  totalMinusParts,
  twoWayTable,
  overlappingAreas,
  entityTotals,
  timeSlices,
  shiftedBuckets,
  shiftedBands,
  averageTimesCount,
  rationalAverage,
  sumTracker,
  distinctOthers,
  minMax,
  percentileWalk,
  spreads,
  shares,
  havingBisection,
  groupCountBisection,
  topNOrder,
  presence,
  joinedRows,
  thresholdWalk,
  partitionAveraging,
  reconstruction,
  groupedReconstruction,
]

/** Attacks of several accounts together, which no log of one caller sees. */
export const collusions: readonly Attack[] = [
  colludingTrackers,
  colludingAreas,
  colludingReconstruction,
]
