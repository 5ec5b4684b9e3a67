import type { Caller } from '../../auth/caller.ts'

/** A ministry's publisher changes its own subgraph: the token's `agency` is the subgraph's name. */
export function mayPublish({ roles, agency }: Caller, subgraph: string): boolean {
  return roles.includes('publisher') && agency === subgraph
}

/** An operator may make an older version of any subgraph live, when a ministry cannot. */
export function mayRollBack(caller: Caller, subgraph: string): boolean {
  return mayPublish(caller, subgraph) || caller.roles.includes('operator')
}

/** Where a second person looks at each change, no publisher takes a subgraph out. */
export function mayRetireAlone({ roles }: Caller): boolean {
  return roles.includes('operator')
}

/** SDL as handed in names tables and columns: the ministry's own, and the operator's. */
export function mayReadSdl(caller: Caller, subgraph: string): boolean {
  return mayPublish(caller, subgraph) || caller.roles.includes('operator')
}

/** Who published what and when, without any text. */
export function mayBrowse({ roles }: Caller): boolean {
  return roles.some((role) => role === 'publisher' || role === 'operator' || role === 'inspector')
}

/** The supergraph shows every field and every ministry's address. */
export function mayReadSupergraph({ roles }: Caller): boolean {
  return roles.includes('operator')
}
