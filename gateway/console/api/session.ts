import { useQuery } from '@tanstack/react-query'
import { holdRequests } from './hold.ts'
import { queries } from './queries.ts'
import { read } from './request.ts'

export interface Titled {
  readonly vi: string
  readonly en: string
}

export interface NamedPurpose {
  readonly id: string
  readonly title: Titled
  readonly basis: Titled
  readonly emergency: boolean
}

/** What a caller may do, as far as the page shows or hides things by it; the gateway decides for itself. */
export interface May {
  /** Read records of persons, under a purpose. */
  readonly rows: boolean
  /** Ask for totals and groups. */
  readonly stats: boolean
  /** See how good the data of some ministry are. */
  readonly quality: boolean
  /** See and publish subgraphs. */
  readonly registry: boolean
  readonly audit: boolean
  readonly state: boolean
  readonly ownData: boolean
  /** Tasks of the government's office. */
  readonly tasks: boolean
  readonly tokens: boolean
}

export interface SignedIn {
  readonly signedIn: true
  readonly name: string
  readonly roles: readonly { readonly id: string; readonly title: Titled }[]
  readonly agency?: string
  readonly expiresAt: string
  readonly development: boolean
  readonly purposes: readonly NamedPurpose[]
  readonly permissions: readonly string[]
  readonly may: May
  /** Free questions are refused to this page: registered documents alone are answered. */
  readonly onlyRegistered: boolean
}

export type Session = { readonly signedIn: false } | SignedIn

export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => read<Session>('/console/session', { signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  })
}

/** Where signing in begins; comes back to `to`, a path of this page. */
export function signInPath(to = location.pathname + location.search): string {
  return `/console/sign-in?to=${encodeURIComponent(to)}`
}

/**
 * Ends the session, here and where the provider offers it. What is being asked is given up and nothing more is asked
 * until the page is left: it would be refused, and nobody would read it.
 */
export async function signOut(): Promise<void> {
  const stay = holdRequests()
  try {
    await queries.cancelQueries()
    const { url } = await read<{ readonly url?: string }>('/console/sign-out', {
      method: 'POST',
      isLast: true,
    })
    location.assign(url ?? '/')
  } catch (error) {
    stay()
    throw error
  }
}
