import type { Caller } from '../../auth/caller.ts'
import { mayPublish } from '../registry/registry-rights.ts'

/** Who runs the house, and who inspects it, see how it does; nobody's data is in that. */
export function mayWatch({ roles }: Caller): boolean {
  return roles.includes('operator') || roles.includes('inspector')
}

/** How one ministry does: its own publisher, and the operator. */
export function mayWatchMinistry(caller: Caller, ministry: string): boolean {
  return mayPublish(caller, ministry) || caller.roles.includes('operator')
}
