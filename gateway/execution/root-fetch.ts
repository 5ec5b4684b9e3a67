import { OperationTypeNode } from 'graphql'
import { compileBody, variablesText } from './errand-body.ts'
import type { FetchSite } from './fetch-site.ts'
import { copied, mergeFields } from './merge.ts'
import { MinistryError } from './ministry-error.ts'
import { compileObjectsAt, placesAt } from './places.ts'
import { compileRewrites } from './rewrite.ts'
import { type Errand, type PlanSurroundings, type Run, type Step, forget } from './run.ts'

/** Compiles a fetch of fields of the query or mutation type; its answer belongs at the root, or at a path. */
export function compileRootFetch(site: FetchSite, around: PlanSurroundings): Step {
  const { node, path, names, catalogue } = site
  const { serviceName: ministry, variableUsages = [] } = node
  const body = compileBody(node)
  const changes = node.operationKind === OperationTypeNode.MUTATION
  const rewrite = compileRewrites(node.outputRewrites, around.isOfType)
  const report = compileReport(site, around)
  const targetsOf = compileObjectsAt(path, site.sharedAt)
  return async (run) => {
    const targets = targetsOf(run)
    if (targets.length === 0) return
    try {
      const text = body(variablesText(variableUsages, run.variables))
      const errand = { ministry, body: text, entities: undefined, changes, catalogue }
      const { data, errors } = await run.ask(errand)
      report(run, errors, data === null)
      if (data === null) return
      rewrite?.(data)
      for (const [index, target] of targets.entries())
        mergeFields(target, index === 0 ? data : copied(data, run.room), names, around.isObjectType)
      forget(run)
    } catch (error) {
      if (!(error instanceof MinistryError)) throw error
      report(run, [error], true)
    }
  }
}

/** A query's fetch as an errand, where what it answers needs nothing done to it; else undefined. */
export function compileErrand(
  node: FetchSite['node'],
): ((variables: Run['variables']) => Errand) | undefined {
  const { serviceName: ministry, variableUsages = [], requires, outputRewrites = [] } = node
  const isPlain = requires === undefined && outputRewrites.length === 0
  if (!isPlain || node.operationKind !== OperationTypeNode.QUERY) return undefined
  const body = compileBody(node)
  return (variables) => ({
    ministry,
    body: body(variablesText(variableUsages, variables)),
    entities: undefined,
    changes: false,
  })
}

/**
 * Puts errors at their places in the answer. When there is no data at all each field that was asked for
 * is null, and an error without a path is reported for each.
 */
function compileReport({ path, names, node }: FetchSite, { shown }: PlanSurroundings) {
  const aliases = aliasesOf(node.outputRewrites)
  const asked = names.filter((name) => !aliases.has(name))
  const clientName = (part: string | number): string | number =>
    typeof part === 'string' ? shown(aliases.get(part) ?? part) : part
  return (run: Run, errors: readonly MinistryError[], isWhole: boolean): void => {
    if (errors.length === 0) return
    for (const place of placesAt(run, path))
      for (const error of errors) {
        const base = place.path.map(clientName)
        if (error.path !== undefined)
          run.errors.push(error.at([...base, ...error.path.map(clientName)]))
        else if (!isWhole) run.errors.push(error)
        else for (const name of asked) run.errors.push(error.at([...base, clientName(name)]))
      }
  }
}

type Rewrites = FetchSite['node']['outputRewrites']

/** Name in the ministry's answer → name in the operation, where a plan had to give another. */
export function aliasesOf(rewrites: Rewrites): ReadonlyMap<string, string> {
  return new Map(
    (rewrites ?? []).flatMap((rewrite) =>
      rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1) ?? '', rewrite.renameKeyTo]] : [],
    ),
  )
}
