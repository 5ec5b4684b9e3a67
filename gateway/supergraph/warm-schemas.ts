import { roleGrants } from '../../auth/role-grants.ts'
import { roles } from '../../auth/role.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Access } from './access.ts'

/** Milliseconds between two schemas: requests that wait meanwhile come in between. */
const pauseMs = 100

/**
 * Makes the schemas that callers of one role see, one after the other, so that no caller waits for the first:
 * 20–100 ms of processor time each on the house's supergraph. Nothing waits for it; call what it answers to stop.
 */
export function warmSchemas({ visible }: Pick<Access, 'visible'>): () => void {
  const left = [...roles]
  let timer: NodeJS.Timeout | undefined
  const next = (): void => {
    const role = left.shift()
    if (role === undefined) return
    try {
      visible(roleGrants(role))
    } catch (error) {
      // A role that may query nothing of this supergraph has no schema.
      if (!(error instanceof CodedError)) throw error
    }
    later()
  }
  const later = (): void => {
    timer = setTimeout(next, pauseMs).unref()
  }
  later()
  return () => clearTimeout(timer)
}
