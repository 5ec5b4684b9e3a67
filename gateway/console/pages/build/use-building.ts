import type { GraphQLSchema } from 'graphql'
import { useMemo, useState } from 'react'
import { groupsIn, usualModel } from './groups-in.ts'
import { type Built, parseModel } from './parse-model.ts'
import { printModel } from './print-model.ts'

const key = 'lien-thong.build'

export interface Building {
  readonly all: ReturnType<typeof groupsIn>
  readonly text: string
  /** What the form has: of the text, or of the last text that it could say. Undefined where nothing can be built. */
  readonly built: Built | undefined
  /** The text says more than the form can. */
  readonly isBeyond: boolean
  readonly onText: (text: string) => void
  readonly onBuilt: (built: Built) => void
}

/** A question as text and as a form, each following the other. */
export function useBuilding(schema: GraphQLSchema): Building {
  const all = useMemo(() => groupsIn(schema), [schema])
  const [state, setState] = useState(() => begin(schema, all))
  const put = (text: string, built: Built | undefined, isBeyond: boolean) => {
    keep(text)
    setState({ text, built, isBeyond })
  }
  return {
    all,
    ...state,
    onText: (text) => {
      const read = parseModel(schema, all, text)
      put(text, read ?? state.built, read === undefined)
    },
    onBuilt: (built) => put(printModel(built.groups, built.model), built, false),
  }
}

function begin(schema: GraphQLSchema, all: Building['all']) {
  const text = kept()
  const read = text === null ? undefined : parseModel(schema, all, text)
  const groups = all.find(({ root }) => root === 'personGroups') ?? all[0]
  if (text !== null && read) return { text, built: read, isBeyond: false }
  const built = groups && { groups, model: usualModel(groups) }
  return { text: built ? printModel(built.groups, built.model) : '', built, isBeyond: false }
}

function keep(text: string): void {
  try {
    sessionStorage.setItem(key, text)
  } catch {
    // Storage may be forbidden; the question then lasts as long as the page.
  }
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}
