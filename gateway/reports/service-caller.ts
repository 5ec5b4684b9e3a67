import type { Caller } from '../../auth/caller.ts'
import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import { permissions, standardPermissions } from '../../auth/permission.ts'
import { type Role, roles } from '../../auth/role.ts'
import { roleTable } from '../../auth/role-table.ts'
import type { KeptCaller } from './schedule-store.ts'

/** The application that the journal and the counts of use name for scheduled reports. */
export const scheduleClient = 'lien-thong-schedules'

/** Roles that open statistics. */
const statistical: ReadonlySet<string> = new Set(
  roles.filter((role) =>
    [...permissions, ...standardPermissions].some(
      (one) => one.endsWith(':stats') && roleTable[role][one] !== undefined,
    ),
  ),
)

/** What a schedule keeps of whoever sets it: the roles that open statistics, and what they are scoped to. */
export function keptCaller({ roles: held, agency, ...codes }: Caller): KeptCaller {
  const { provinces, communes, facilities, institutions } = codes
  return {
    roles: held.filter((role) => statistical.has(role)),
    ...(agency === undefined ? {} : { agency }),
    provinces,
    communes,
    facilities,
    institutions,
  }
}

/**
 * As whom a schedule asks: its owner, with the same `sub`, so that what disclosure control remembers and allows is the
 * owner's own, through an application of the gateway's, with statistics and catalogues alone. Neither a personal number
 * nor a purpose is kept. Roles that are known no more are dropped. Throws where what is kept is no caller.
 */
export function serviceCaller(owner: string, kept: KeptCaller): Caller {
  const caller = callerOfClaims({ ...kept, sub: owner, client_id: scheduleClient })
  return Object.freeze({ ...caller, only: 'statistics' })
}

/** Whether somebody holds all of these roles. */
export function holdsAll(held: readonly Role[], wanted: Iterable<string>): boolean {
  const all: ReadonlySet<string> = new Set(held)
  return [...wanted].every((role) => all.has(role))
}
