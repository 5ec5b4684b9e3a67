import { errors, type ErrorCode } from '../schema/errors.ts'
import { maxTypes } from '../gateway/document/introspection.ts'
import { maxVisits } from '../gateway/execution/room.ts'
import { maxDirectives } from '../gateway/limits/document.ts'
import { maxNesting } from '../gateway/limits/tokens.ts'
import { maxListItems, maxVariableDepth, maxVariableValues } from '../gateway/limits/variables.ts'
import { maxPersons } from '../auth/persons-report.ts'
import { maxAnswerRows } from '../subgraphs/kit/answer-budget.ts'
import { maxListRows } from '../subgraphs/kit/resolve/check-rows.ts'
import { maxConditions, maxFilterDepth } from '../subgraphs/kit/sql/conditions-input.ts'
import { maxInValues } from '../subgraphs/kit/sql/operation.ts'
import type { Setting } from './setting.ts'
import { settingTable } from './setting-table.ts'

/** A limit of one request or answer. */
export interface LimitLine {
  /** As errors tell it in `limit`; of a ministry's or a cost, what it is called here. */
  readonly name: string
  readonly what: string
  /** A setting, or a figure that is none. */
  readonly at: Setting | number
  readonly code: ErrorCode
}

const { maxBodyBytes, maxTokens, maxDepth, maxAliases, maxRootFields, maxCost } = settingTable
const { maxAnswerBytes, maxMinistryRequests, deadlineMs, exportRows, exportBytes } = settingTable

/** THE table of the limits of a request, in the order in which they are looked at; docs/limits.md is made from it. */
export const limitTable: readonly LimitLine[] = Object.freeze([
  line('bodyBytes', 'bytes of a body, before it is read', maxBodyBytes),
  line('variableDepth', 'lists and objects inside each other in variables', maxVariableDepth),
  line('variableValues', 'values of all variables', maxVariableValues),
  line('listItems', 'items of one list in variables', maxListItems),
  line('tokens', 'lexical tokens of a document', maxTokens),
  line('nesting', 'brackets inside brackets, before a document is parsed', maxNesting),
  line('depth', 'fields inside fields, fragments followed', maxDepth),
  line('rootFields', 'fields at the root, fragments followed', maxRootFields),
  line('aliases', 'aliases, fragments followed as often as they are spread', maxAliases),
  line('directives', 'directives, fragments followed as often as they are spread', maxDirectives),
  line('fields', 'fields, fragments followed as often as they are spread', maxTokens),
  line('introspectionAliases', 'aliases of an introspection, but of __type', 0),
  line('introspectionTypes', '__type under other names', maxTypes),
  line('budget', 'objects by the static estimate; by role', maxCost, 'COST_EXCEEDED'),
  line('deadline', 'from the arrival to the answer', deadlineMs, 'DEADLINE_EXCEEDED'),
  line(
    'ministryRequests',
    'requests to one ministry that are under way or wait for their turn',
    maxMinistryRequests,
    'MINISTRY_UNAVAILABLE',
  ),
  line('in', 'values of one `in` of a filter', maxInValues, 'COST_EXCEEDED'),
  line('conditions', 'conditions of one `where` or `having`', maxConditions, 'COST_EXCEEDED'),
  line('levels', 'levels of one `where` or `having`', maxFilterDepth, 'COST_EXCEEDED'),
  line('listRows', 'rows of one list over all its parents', maxListRows, 'COST_EXCEEDED'),
  line('rows', 'rows of one answer of a ministry', maxAnswerRows, 'COST_EXCEEDED'),
  line('persons', 'persons in one answer', maxPersons, 'COST_EXCEEDED'),
  line('objects', 'objects that are looked at for one answer', maxVisits, 'COST_EXCEEDED'),
  line('characters', 'of the answer', maxAnswerBytes, 'COST_EXCEEDED'),
  line('exportRows', 'rows of one export; by role', exportRows, 'COST_EXCEEDED'),
  line('exportBytes', 'bytes of one file', exportBytes, 'COST_EXCEEDED'),
])

function line(
  name: string,
  what: string,
  at: LimitLine['at'],
  code: ErrorCode = 'DOCUMENT_TOO_LARGE',
): LimitLine {
  return Object.freeze({ name, what, at, code })
}

/** The HTTP status of a refusal, where nothing else is answered. */
export function statusOfLimit({ code }: LimitLine): number {
  return errors[code].status
}
