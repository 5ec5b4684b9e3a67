import type { Caller } from '../../auth/caller.ts'
import { type ByRole, mostOf } from '../limits/by-role.ts'
import { applicationOf } from '../trusted/application-of.ts'

/** What one consumer may take. */
export interface ConsumerLimits {
  readonly requestsPerMinute: number
  /** Objects by the static estimate; afterwards those that were really answered. */
  readonly costPerMinute: number
  /** Distinct persons whose records are shown. */
  readonly personsPerDay: number
}

/** The limits of rates. */
export interface RateLimits {
  readonly byRole: Readonly<Record<keyof ConsumerLimits, ByRole>>
  /** By the name of the application through which a caller asks; they replace those of its roles. */
  readonly byApplication: Readonly<Record<string, Partial<ConsumerLimits>>>
  /** Requests of one address in a minute that are refused since nobody is known to ask. */
  readonly unknownPerMinute: number
  /** Sign-ins of one address in a minute. */
  readonly signInsPerMinute: number
}

/** What a caller may take: by its application where that is named, else by the role that may take the most. */
export function consumerLimits(
  { byRole, byApplication }: Pick<RateLimits, 'byRole' | 'byApplication'>,
  caller: Pick<Caller, 'id' | 'roles' | 'client'>,
): ConsumerLimits {
  const application = applicationOf(caller)
  const own =
    application !== undefined && Object.hasOwn(byApplication, application)
      ? byApplication[application]
      : undefined
  return {
    requestsPerMinute: mostOf(byRole.requestsPerMinute, caller.roles),
    costPerMinute: mostOf(byRole.costPerMinute, caller.roles),
    personsPerDay: mostOf(byRole.personsPerDay, caller.roles),
    ...own,
  }
}
