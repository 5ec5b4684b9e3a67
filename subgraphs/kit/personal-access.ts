import type { TableType } from '../../schema/model/model.ts'
import { accessOf } from './access-of.ts'
import { type Act, type RequestContext, shared } from './request-context.ts'
import type { RowAccess } from './row-access.ts'

/** Whether the rows of a type are about persons, so that policies stand below them. */
export function isPersonal({ subject, scopes }: TableType): boolean {
  return subject !== undefined || scopes.length > 0
}

/**
 * What a statement on a catalogue may read of personal tables that its filter joins in: the rows that the
 * caller may see of any of them. The catalogue's own rows have no policy, and "whole" would open theirs.
 */
export function personalAccess(context: RequestContext, act: Act): RowAccess {
  return shared(context, `personal access to ${act}`, () => {
    const types = [...context.source.model.types.values()].filter((type) => type.kind === 'table')
    const permissions = types.filter(isPersonal).flatMap((type) => type[act])
    return accessOf(context.grants, permissions, context) ?? nothing
  })
}

const nothing: RowAccess = Object.freeze({
  whole: false,
  subjects: [],
  provinces: [],
  communes: [],
  facilities: [],
  institutions: [],
  keys: [],
  compartments: [],
})
