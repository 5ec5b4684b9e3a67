import type { RowScope } from '../../auth/row-scope.ts'

/** The rows that one statement may read: a scope, and the keys that the caller looked up exactly. */
export interface RowAccess extends Omit<RowScope, 'byKey'> {
  readonly keys: readonly string[]
}
