import type { Disclosure } from './disclosure.ts'
import type { Row } from '../sql/select.ts'

/** Figures of one group or of all rows, by measure alias; undefined where nothing was counted. */
export interface Figures {
  readonly row: Row | undefined
  readonly disclosure: Disclosure
}

/** One page of groups, fetched as far as the selection needs it. */
export interface GroupsPage {
  readonly groups: () => Promise<readonly Figures[]>
  readonly totals: () => Promise<Figures>
  /** Groups that meet the conditions; null where the table is refused. */
  readonly groupCount: () => Promise<number | null>
  /** More groups follow. */
  readonly more: () => Promise<boolean>
  readonly disclosure: () => Promise<Disclosure>
}
