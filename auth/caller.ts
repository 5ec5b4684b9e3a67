import type { Role } from './role.ts'

/** Who asks, as the verified access token says. Lists are empty where the token names nothing. */
export interface Caller {
  /** The token's `sub`. */
  readonly id: string
  readonly roles: readonly Role[]
  /** The application through which the caller asks (`client_id` or `azp`), where the token says. */
  readonly client?: string
  /** The caller's own 12-digit personal number. */
  readonly pin?: string
  readonly agency?: string
  /** The one purpose that the token may be used for, where it is bound to one. */
  readonly purpose?: string
  /**
   * Set where the gateway asks in the caller's absence: of what the roles grant, statistics and catalogues alone. No
   * token says so.
   */
  readonly only?: 'statistics'
  readonly provinces: readonly string[]
  readonly communes: readonly string[]
  readonly facilities: readonly string[]
  readonly institutions: readonly string[]
}
