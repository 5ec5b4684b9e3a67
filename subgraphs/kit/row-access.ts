import type { RowScope } from '../../auth/row-scope.ts'

/**
 * The rows that one statement may read: a scope, the keys that the caller looked up exactly, and the
 * compartments that are open. A row in another compartment is closed, whatever the scope says.
 */
export interface RowAccess extends Omit<RowScope, 'byKey' | 'agencies'> {
  readonly keys: readonly string[]
  readonly compartments: readonly string[]
}
