import type { SystemAnswer } from '../support/system.ts'

/** Every value in an answer that stands under a name, at any depth; nulls left out. */
export function valuesUnder(answer: unknown, name: string): readonly string[] {
  if (Array.isArray(answer)) return answer.flatMap((item) => valuesUnder(item, name))
  if (typeof answer !== 'object' || answer === null) return []
  return Object.entries(answer).flatMap(([key, value]) =>
    key === name && value !== null ? [String(value)] : valuesUnder(value, name),
  )
}

const volatile: ReadonlySet<string> = new Set(['requestId', 'latencyMs', 'asOf'])

/** An answer as text, without what differs from one request to the next. */
export function comparable(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) => (volatile.has(key) ? undefined : value))
}

/** Whether an answer says of each thing that was asked that there is no such thing: the caller may not see it. */
export function isUnseen(body: SystemAnswer['body']): boolean {
  const { data, errors = [] } = body
  return (
    data === undefined &&
    errors.length > 0 &&
    errors.every(({ message }) =>
      /^Cannot query field|^Field "\w+" is not defined by type|^Unknown type/.test(message),
    )
  )
}
