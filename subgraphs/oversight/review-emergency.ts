import sql from 'sql-template-tag'
import { namesNobody } from '../../auth/names-nobody.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { Refused } from '../kit/writer.ts'
import { callersNamed } from './callers-named.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const keyShape = /^[\w.:-]{8,100}$/
const maxNote = 1000
/** Control characters but line feed and tab, halves of surrogate pairs, and what turns the direction of text around. */
const unfit = /[^\P{Cc}\n\t]|[\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u

/**
 * Adds an inspector's finding to the history of an emergency access. Fails with FORBIDDEN for one's own access, with
 * CONFLICT where another finding came meanwhile, with BAD_USER_INPUT for an access that is not there, a note or a key that
 * does not fit, with MINISTRY_UNAVAILABLE where nothing is written here.
 */
export const reviewEmergency: Resolver = async (_root, args, context) => {
  const { id, key, version, finding } = args
  const note = noteOf(args['note'])
  if (typeof id !== 'string' || !uuid.test(id))
    throw new CodedError('BAD_USER_INPUT', 'id: expected the id of an emergency access.')
  if (typeof key !== 'string' || !keyShape.test(key))
    throw new CodedError(
      'BAD_USER_INPUT',
      'key: expected 8 to 100 letters, digits, dots, colons or dashes.',
    )
  const { write, personKeys, request } = context
  if (write === undefined)
    throw new CodedError('MINISTRY_UNAVAILABLE', 'Emergencies are listed here and not reviewed.', {
      ministry: 'oversight',
    })
  const { caller } = request
  const reviewers = callersNamed(caller.id, personKeys)
  const persons = numbersOf(caller).flatMap((number) => personKeys.everyPerson(number))
  try {
    const [row] = await write(sql`
      SELECT * FROM audit.add_review(${id}::uuid, ${version}::int, ${[...reviewers]}::text[], ${persons}::text[],
        ${finding}::text, ${note}::text, ${key}::text, ${context.requestId}::text)`)
    return {
      id,
      version: Number(row?.['version']),
      at: new Date(String(row?.['at'])).toISOString(),
      repeated: row?.['repeated'] === true,
    }
  } catch (error) {
    if (error instanceof Refused) throw refusalOf(error)
    throw error
  }
}

/** Whose the credential is: a name that holds a personal number is that person's, whatever else it says. */
function numbersOf({ id, pin }: { readonly id: string; readonly pin?: string }): readonly string[] {
  const named = id.match(/\d{12,}/g) ?? []
  return pin === undefined ? named : [pin, ...named]
}

function noteOf(value: unknown): string {
  const note = String(value).trim()
  if (note.length === 0 || note.length > maxNote || unfit.test(note))
    throw new CodedError('BAD_USER_INPUT', `note: expected 1 to ${maxNote} characters of text.`)
  if (!namesNobody(note))
    throw new CodedError('BAD_USER_INPUT', 'note: expected no personal number.')
  return note
}

/** What audit.add_review refuses (gateway/audit/tables.sql). */
function refusalOf({ state, message }: Refused): CodedError {
  if (state === 'LT001') {
    const present = Number(/\d+$/.exec(message)?.[0])
    return new CodedError('CONFLICT', `version: the access has version ${present}.`, { present })
  }
  if (state === 'LT005')
    return new CodedError('FORBIDDEN', 'Nobody reviews their own access.', {
      coordinates: ['Mutation.reviewEmergency'],
    })
  if (state === 'LT004')
    return new CodedError('BAD_USER_INPUT', 'key: it was used for another finding.')
  if (state === 'LT003')
    return new CodedError('BAD_USER_INPUT', 'id: there is no such emergency access.')
  return new CodedError('BAD_USER_INPUT', 'The finding does not fit.')
}
