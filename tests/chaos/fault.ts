import type { FaultHouse } from '../support/fault-house.ts'

/** Something that breaks while people ask. */
export interface Fault {
  readonly name: string
  /** What an answer to `landReport` may say of errors while it lasts, as `code ministry path`; `''` is a whole answer. */
  readonly told: readonly string[]
  /** What an answer to `othersReport` may say; absent: it is whole. */
  readonly toldOthers?: readonly string[]
  begin(house: FaultHouse): Promise<void>
  /** Takes the cause away; what it resolves with is running again, though not yet found. */
  end(house: FaultHouse): Promise<void>
}

/** Of land nothing but `parcelTotals` of each province is asked. */
export const landReport =
  '{ provinces(where: {code: {in: ["01", "79"]}}) { nodes { code name personTotals { count } parcelTotals { count } } } }'

/** The same without land. */
export const othersReport =
  '{ provinces(where: {code: {in: ["01", "79"]}}) { nodes { code name personTotals { count } } } }'

export const awayAt = 'MINISTRY_UNAVAILABLE land provinces.nodes'
/** Where the ministry is there and says so itself. */
export const saidAt = 'MINISTRY_UNAVAILABLE land provinces.nodes.parcelTotals'
export const lateAt = 'DEADLINE_EXCEEDED land provinces.nodes'
