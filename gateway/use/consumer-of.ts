import type { Caller } from '../../auth/caller.ts'
import { auditedText } from '../../auth/audited-text.ts'
import { applicationOf } from '../trusted/application-of.ts'

/** Applications and roles are named by at most this many characters. */
const maxName = 100

/**
 * Who counts as using something: the application that asks, or the roles of a person who asks through none. Never
 * a person: a person's `sub` is not looked at, and a personal number in an application's name is hidden.
 */
export function consumerOf(caller: Pick<Caller, 'client' | 'roles' | 'id'>): string {
  const application = applicationOf(caller)
  if (application !== undefined) return `application:${auditedText(application).slice(0, maxName)}`
  const { roles } = caller
  return `role:${roles.length === 0 ? 'none' : [...roles].sort().join('+')}`.slice(0, maxName)
}
