import type { Caller } from '../../auth/caller.ts'

/**
 * The application that asks: the one that the token names, or the caller itself when it is nothing but an
 * application. Undefined for a person who asks through none.
 */
export function applicationOf({
  client,
  roles,
  id,
}: Pick<Caller, 'client' | 'roles' | 'id'>): string | undefined {
  if (client !== undefined) return client
  return roles.length === 1 && roles[0] === 'application' ? id : undefined
}
