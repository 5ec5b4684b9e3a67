import type { Caller } from '../../auth/caller.ts'
import type { ReportVersion } from './report.ts'

type Owned = Pick<ReportVersion, 'owner' | 'shared' | 'archived'>

/** The owner, whoever has a role that it is shared with, and operators, who keep order. */
export function maySee({ id, roles }: Caller, report: Owned): boolean {
  return (
    report.owner === id ||
    roles.includes('operator') ||
    (!report.archived && report.shared.some((role) => roles.includes(role)))
  )
}

/** A new version is its owner's alone: nobody puts words into another's report. */
export function maySave({ id }: Caller, { owner }: Owned): boolean {
  return owner === id
}

export function mayArchive(caller: Caller, report: Owned): boolean {
  return report.owner === caller.id || caller.roles.includes('operator')
}

/** Persons and applications keep reports for themselves; who holds an office may share them. */
export function mayShare({ roles }: Caller): boolean {
  return roles.some((role) => role !== 'citizen' && role !== 'application')
}
