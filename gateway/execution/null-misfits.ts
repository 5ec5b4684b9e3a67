import type { AnswerShape, FieldShape } from './answer-shape.ts'

type Path = readonly (string | number)[]

/** Places reported for one answer, at most; more are nulled without a word. */
const maxPlaces = 20

/**
 * Puts null wherever an answer holds something else than the object or list that was asked for, and
 * answers those places. What merges the answers of several ministries trusts their structure; one
 * misfit would cost the whole answer.
 */
export function nullMisfits(data: Record<string, unknown>, shape: AnswerShape): readonly Path[] {
  const places: Path[] = []
  const misfit = (path: Path): null => {
    if (places.length < maxPlaces) places.push(path)
    return null
  }

  const fitFields = (value: Record<string, unknown>, inside: AnswerShape, path: Path): void => {
    for (const [name, field] of inside.fields) {
      const inner = value[name]
      if (inner === null || inner === undefined) continue
      value[name] = fit(inner, field, field.lists, [...path, name])
    }
  }

  const fit = (
    value: unknown,
    field: FieldShape,
    lists: number | undefined,
    path: Path,
  ): unknown => {
    if (value === null || value === undefined) return null
    if (Array.isArray(value)) {
      if (lists === 0) return misfit(path)
      const inner = lists === undefined ? undefined : lists - 1
      value.forEach((item: unknown, index) => {
        value[index] = fit(item, field, inner, [...path, index])
      })
      return value
    }
    if (typeof value !== 'object' || (lists ?? 0) > 0) return misfit(path)
    const object = value as Record<string, unknown>
    if (!['string', 'undefined'].includes(typeof object['__typename'])) return misfit(path)
    fitFields(object, field, path)
    return object
  }

  fitFields(data, shape, [])
  return places
}
