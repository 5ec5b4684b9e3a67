import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import type { Fetched } from './fetched.ts'
import { compileRepresentation } from './representation.ts'
import type { IsOfType } from './type-names.ts'

/** Objects of the answer, and what a ministry is sent about them. */
export interface Subjects {
  readonly objects: readonly Fetched[]
  /** Of each object the place of its representation in `texts`; `nowhere` for one that is not asked about. */
  readonly at: readonly number[]
  /** Representations, each once. */
  readonly texts: readonly string[]
}

/** The place of an object that is not asked about. */
export const nowhere = -1

/** Compiles what is sent about objects: equal representations are one. */
export function compileSubjects(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  isOfType: IsOfType,
): (objects: readonly Fetched[]) => Subjects {
  const representations = compileRepresentation(requires, rewrites, isOfType)
  return (objects) => {
    const represent = representations()
    const places = new Map<string, number>()
    const at = objects.map((object) => {
      const text = represent(object)
      if (text === undefined) return nowhere
      const place = places.get(text) ?? places.size
      places.set(text, place)
      return place
    })
    return { objects, at, texts: [...places.keys()] }
  }
}
