import { Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql'
import type { Caller } from '../../auth/caller.ts'
import { purposesOf } from '../../auth/purpose-table.ts'
import { CodedError } from '../../schema/errors.ts'
import { refusal } from '../http/refusal.ts'
import { folded } from './folded.ts'
import { parametersOf } from './parameters-of.ts'
import type { ReportBody, ReportVersion } from './report.ts'
import { mayArchive, maySave, maySee, mayShare } from './report-rights.ts'
import type { NewReport } from './report-shape.ts'
import type { Page, ReportStore } from './report-store.ts'

/** Reports of one owner that are not archived, and versions of one report, at most. */
export const maxOwned = 200
export const maxVersions = 1000

/** Saved reports for callers: each sees what is theirs or shared with their roles. */
export interface Reports {
  list(caller: Caller, page: Page): Promise<readonly ReportVersion[]>
  /** A version, or the newest. Fails with 404 for what the caller may not see, as for what is not there. */
  find(caller: Caller, id: string, version?: number): Promise<ReportVersion>
  versions(caller: Caller, id: string, page: VersionPage): Promise<readonly ReportVersion[]>
  /**
   * Adds a version whose document fits the schema that the caller sees. Fails with 409 where another version came
   * after the base, FORBIDDEN, BAD_USER_INPUT, DOCUMENT_TOO_LARGE (limits `reports` and `versions`).
   */
  save(caller: Caller, id: string, saving: Saving): Promise<ReportVersion>
  /** Adds a version that says so. */
  archive(caller: Caller, id: string): Promise<ReportVersion>
}

interface VersionPage {
  readonly limit: number
  readonly before?: number | undefined
}

export interface Saving extends NewReport {
  readonly base: number
  readonly message?: string | undefined
}

/** Opens the reports over their store. */
export function openReports(store: ReportStore): Reports {
  const find: Reports['find'] = async (caller, id, version) => {
    const newest = await store.find(id)
    if (newest === undefined || !maySee(caller, newest)) throw absent()
    if (version === undefined || version === newest.version) return newest
    const found = await store.find(id, version)
    if (found === undefined) throw absent()
    return found
  }
  return {
    list: ({ id, roles }, page) =>
      store.list({ owner: id, roles, all: roles.includes('operator') }, page),
    find,
    async versions(caller, id, { limit, before }) {
      await find(caller, id)
      return await store.versions(id, limit, before)
    },
    async save(caller, id, saving) {
      const { base, shared } = saving
      const body = bodyOf(caller, saving)
      const newest = await store.find(id)
      expectSavable(caller, newest, base)
      if (newest === undefined && (await store.owned(caller.id)) >= maxOwned)
        throw tooMany('reports', maxOwned)
      if (base >= maxVersions) throw tooMany('versions', maxVersions)
      const added = await store.add({
        report: id,
        base,
        ...authorOf(caller),
        message: saving.message ?? null,
        ...(newest === undefined
          ? ownerOf(caller)
          : { owner: newest.owner, ownerAgency: newest.ownerAgency }),
        shared,
        archived: false,
        search: searchText(id, body),
        body,
      })
      if (added === undefined) throw lost()
      return added
    },
    async archive(caller, id) {
      const newest = await find(caller, id)
      if (!mayArchive(caller, newest))
        throw new CodedError('FORBIDDEN', 'Expected the report’s owner, or the role operator.')
      if (newest.archived) return newest
      const added = await store.add({
        ...newest,
        base: newest.version,
        ...authorOf(caller),
        message: null,
        archived: true,
        search: searchText(id, newest.body),
      })
      if (added === undefined) throw lost()
      return added
    },
  }
}

/** What is searched of a report. */
export function searchText(id: string, { title, description }: ReportBody): string {
  return folded([id, title.vi, title.en, description.vi, description.en].join(' '))
}

/** The report's one query, which has been validated. Fails with BAD_USER_INPUT. */
export function queryOf(document: string): OperationDefinitionNode {
  const operations = parse(document, { noLocation: true }).definitions.filter(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  )
  const [query] = operations
  if (query === undefined || operations.length > 1 || query.operation !== OperationTypeNode.QUERY)
    throw new CodedError('BAD_USER_INPUT', 'document: expected one query and no other operation.')
  return query
}

function authorOf({ id, agency }: Caller) {
  return { author: id, authorAgency: agency ?? null }
}

function ownerOf({ id, agency }: Caller) {
  return { owner: id, ownerAgency: agency ?? null }
}

function bodyOf(caller: Caller, given: Saving): ReportBody {
  const { title, description, document, chart, purpose, labels, shared } = given
  const { roles } = caller
  if (shared.length > 0 && !mayShare(caller))
    throw new CodedError('FORBIDDEN', 'Expected an office to share a report with a role.')
  const query = queryOf(document)
  if (purpose !== null && !purposesOf(roles).some(({ id }) => id === purpose))
    throw new CodedError('BAD_USER_INPUT', 'purpose: expected a purpose of the caller’s roles.')
  return {
    title,
    description,
    document,
    operation: query.name?.value ?? null,
    parameters: parametersOf(query, labels),
    chart,
    purpose,
  }
}

function expectSavable(caller: Caller, newest: ReportVersion | undefined, base: number): void {
  if (newest === undefined) {
    if (base !== 0) throw absent()
    return
  }
  if (!maySee(caller, newest)) throw refusal(409, 'The id is taken.')
  if (!maySave(caller, newest))
    throw new CodedError('FORBIDDEN', 'Expected the report’s owner; save it under another id.')
  if (newest.archived && newest.author !== newest.owner)
    throw new CodedError('FORBIDDEN', 'The report was archived by an operator.')
  if (newest.version !== base) throw lost(newest.version)
}

function lost(version?: number): CodedError {
  const told = version === undefined ? '' : ` It is at version ${version}.`
  return refusal(
    409,
    `The report was changed meanwhile; read it again and save on top of it.${told}`,
  )
}

function absent(): CodedError {
  return refusal(404, 'There is no such report for the caller.')
}

function tooMany(limit: string, allowed: number): CodedError {
  return new CodedError(
    'DOCUMENT_TOO_LARGE',
    limit === 'reports'
      ? `At most ${allowed} reports are kept for one owner; archive some first.`
      : `A report has at most ${allowed} versions; save it under another id.`,
    { limit, allowed },
  )
}
