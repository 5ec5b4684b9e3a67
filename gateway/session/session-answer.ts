import type { Caller } from '../../auth/caller.ts'
import { grantsOf } from '../../auth/grants-of.ts'
import { purposesOf } from '../../auth/purpose-table.ts'
import { roleTitles } from '../../auth/role-title.ts'
import { mayBrowse } from '../registry/registry-rights.ts'

/** A text in both languages. */
export interface Bilingual {
  readonly vi: string
  readonly en: string
}

/** What the page may show to a caller: what a role may not do is not shown. */
export interface May {
  /** Records, of persons or of what they own. */
  readonly rows: boolean
  readonly stats: boolean
  /** How good the data of some ministry are. */
  readonly quality: boolean
  /** The registry of schemas. */
  readonly registry: boolean
  /** Who read what, of everyone. */
  readonly audit: boolean
  /** How the house is. */
  readonly state: boolean
  /** The caller's own records, and who read them. */
  readonly ownData: boolean
  /** Tasks of the government's office. */
  readonly tasks: boolean
  /** Access tokens, for programs. */
  readonly tokens: boolean
}

/** `GET /console/session` of somebody who is signed in. */
export interface SessionAnswer {
  readonly signedIn: true
  readonly name: string
  readonly roles: readonly { readonly id: string; readonly title: Bilingual }[]
  readonly agency?: string
  /** When the access token ends, where nobody exchanges it before (ISO 8601). */
  readonly expiresAt: string
  /** Whether the development issuer signs in, without any proof. */
  readonly development: boolean
  /** Those that the caller may name; one alone where the token is bound to it. */
  readonly purposes: readonly {
    readonly id: string
    readonly title: Bilingual
    /** Why the law lets this be read, and the article that says so. */
    readonly basis: Bilingual
    readonly reference: string
    readonly roles: readonly string[]
    readonly emergency: boolean
  }[]
  readonly permissions: readonly string[]
  readonly may: May
  /** Whether the page may ask registered documents alone: free questions are refused. */
  readonly onlyRegistered: boolean
}

export interface SessionFacts {
  readonly onlyRegistered: boolean
  readonly name: string
  readonly expiresAt: Date
  readonly development: boolean
}

/** What the page is told of a verified caller. */
export function sessionAnswer(
  caller: Caller,
  { name, expiresAt, development, onlyRegistered }: SessionFacts,
): SessionAnswer {
  const { roles, agency, purpose: bound } = caller
  const permissions = Object.keys(grantsOf(caller)).sort()
  return {
    signedIn: true,
    name,
    roles: roles.map((id) => ({ id, title: bilingualTitle(roleTitles[id]) })),
    ...(agency === undefined ? {} : { agency }),
    expiresAt: expiresAt.toISOString(),
    development,
    purposes: purposesOf(roles)
      .filter(({ id }) => bound === undefined || id === bound)
      // What opens no record is chosen by no one: it says what the house itself counts for.
      .filter(({ classes }) => classes.length > 0)
      .map(({ id, title, basis, reference, roles: open, emergency }) => ({
        id,
        title,
        basis,
        reference,
        roles: open,
        emergency,
      })),
    permissions,
    may: mayOf(caller, permissions),
    onlyRegistered,
  }
}

/** Open to every role. */
const catalogues = /(^|:)(catalogue|facility|institution):read$/
/** Rows about nobody, for some roles. */
const tasks = 'steering:task:read'

/** What a caller may do, as the page shows it; the routes themselves judge again. */
export function mayOf(
  caller: Caller,
  permissions: readonly string[] = Object.keys(grantsOf(caller)),
): May {
  const { roles } = caller
  const records = permissions.filter((name) => !/^oversight:|:quality:/.test(name))
  return {
    rows: records.some(
      (name) => name.endsWith(':read') && !catalogues.test(name) && name !== tasks,
    ),
    tasks: permissions.includes(tasks),
    stats: records.some((name) => name.endsWith(':stats')),
    quality: permissions.some((name) => name.endsWith(':quality:stats')),
    registry: mayBrowse(caller),
    audit: permissions.includes('oversight:access:read'),
    state: permissions.includes('oversight:usage:read'),
    ownData: permissions.includes('oversight:log:read'),
    tokens: roles.some((role) => role !== 'citizen'),
  }
}

function bilingualTitle(title: string): Bilingual {
  const [vi = title, en = vi] = title.split(' · ')
  return { vi, en }
}
