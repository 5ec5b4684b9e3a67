import type { Caller } from '../../auth/caller.ts'
import { auditedText } from '../audit/audited-text.ts'

/** Applications and roles are named by at most this many characters. */
const maxName = 100

/**
 * Who counts as using something: the application that asks, or the roles of a person who asks through none. Never
 * a person: `sub` is not looked at, and a personal number in an application's name is hidden.
 */
export function consumerOf({ client, roles }: Pick<Caller, 'client' | 'roles'>): string {
  if (client !== undefined) return `application:${auditedText(client).slice(0, maxName)}`
  return `role:${roles.length === 0 ? 'none' : [...roles].sort().join('+')}`.slice(0, maxName)
}
