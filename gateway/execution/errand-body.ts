import type { FetchNode } from '@apollo/query-planner'
import { unnamed } from './fetch-site.ts'

type Variables = Readonly<Record<string, unknown>>

/** The body of a fetch's request; `representations` is a JSON list, absent for a fetch at the root. */
export type ErrandBody = (variables: string, representations?: readonly string[]) => string

/** Compiles the text of a fetch's request, as far as it is known before there are variables. */
export function compileBody({ operation }: FetchNode): ErrandBody {
  const head = `{"query":${JSON.stringify(unnamed(operation))},"variables":{`
  return (variables, representations) => {
    if (representations === undefined) return `${head}${variables}}}`
    const comma = variables === '' ? '' : ','
    return `${head}${variables}${comma}"representations":[${representations.join(',')}]}}`
  }
}

/** The variables that a fetch uses, those that have a value, as the inside of a JSON object. */
export function variablesText(names: readonly string[], variables: Variables): string {
  let text = ''
  for (const name of names) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value === undefined) continue
    text += `${text === '' ? '' : ','}"${name}":${JSON.stringify(value)}`
  }
  return text
}
