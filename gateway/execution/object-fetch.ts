import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { errors as catalogue } from '../../schema/errors.ts'
import { compileContext } from './context-values.ts'
import { compileBody, variablesText } from './errand-body.ts'
import { type FetchSite, twinKey } from './fetch-site.ts'
import { type Fetched, isFetched } from './fetched.ts'
import { copied, mergeFields } from './merge.ts'
import { MinistryError } from './ministry-error.ts'
import { beforeLists, objectsAt, placesAt } from './places.ts'
import { compileRepresentation } from './representation.ts'
import { compileRewrites } from './rewrite.ts'
import { aliasesOf } from './root-fetch.ts'
import type { Batch, PlanSurroundings, Run, Step } from './run.ts'

/** Errors that one fetch may add, at most: a ministry may report one for each row. */
const maxErrors = 100

/** Objects of the answer; of each the place in the request of what was asked about it. */
interface Targets {
  readonly objects: readonly Fetched[]
  readonly at: readonly number[]
}

/** The place of an object that is not asked about. */
const nowhere = -1

/**
 * Compiles a fetch about objects that other ministries named. Each is asked about once, however often it
 * appears; fetches of the same run that are due together with the same operation become one request.
 */
export function compileObjectFetch(
  site: FetchSite,
  requires: readonly QueryPlanSelectionNode[],
  around: PlanSurroundings,
): Step {
  const { node, path, meetsShared } = site
  const { variableUsages = [] } = node
  const representations = compileRepresentation(requires, node.inputRewrites, around.isOfType)
  const rewrite = compileRewrites(node.outputRewrites, around.isOfType)
  const report = compileReport(site, around)
  const batchOf = compileBatches(site)
  const contextOf = node.contextRewrites && compileContext(node.contextRewrites, around.isOfType)
  return async (run) => {
    if (contextOf === undefined) {
      const variables = variablesText(variableUsages, run.variables)
      await fetch(run, objectsAt(run, path, meetsShared), variables)
      return
    }
    // Objects in equal contexts go into one request.
    const groups = new Map<string, Fetched[]>()
    for (const { object, chain } of placesAt(run, path)) {
      const variables = variablesText(variableUsages, { ...run.variables, ...contextOf(chain) })
      const group = groups.get(variables) ?? []
      groups.set(variables, group)
      group.push(object)
    }
    await Promise.all([...groups].map(([variables, objects]) => fetch(run, objects, variables)))
  }

  async function fetch(run: Run, objects: readonly Fetched[], variables: string): Promise<void> {
    const represent = representations()
    const texts = objects.map(represent)
    if (texts.every((text) => text === undefined)) return
    const { batch, isFirst } = batchOf(run, texts, variables)
    const { places } = batch
    const placeOf = (text: string | undefined): number =>
      text === undefined ? nowhere : (places.get(text) ?? nowhere)
    const targets = { objects, at: texts.map(placeOf) }
    try {
      const { data, errors } = await batch.answer
      if (data !== null && isFirst) rewrite?.(data['_entities'])
      const entities = data === null ? [] : (data['_entities'] as readonly unknown[])
      take(run, targets, { entities, isRead: batch.readers++ > 0 })
      const wrong = misfits(entities, node.serviceName, isFirst)
      report(run, [...errors, ...wrong], { targets, isFirst: isFirst || data === null })
    } catch (error) {
      if (!(error instanceof MinistryError)) throw error
      report(run, [error], { targets, isFirst: true })
    }
  }

  /** Objects are copied where a later step may add other fields at one place than at another. */
  function take(
    { room }: Run,
    { objects, at }: Targets,
    { entities, isRead }: { readonly entities: readonly unknown[]; readonly isRead: boolean },
  ): void {
    const taken = site.isDeep && !site.isShared ? new Set<number>() : undefined
    for (let index = 0; index < objects.length; index++) {
      const place = at[index] ?? nowhere
      const object = objects[index]
      const entity = entities[place]
      if (object === undefined || !isEntity(entity)) continue
      const isCopy = site.isDeep && (isRead || taken?.has(place) === true)
      taken?.add(place)
      mergeFields(object, isCopy ? copied(entity, room) : entity, site.names, around.isObjectType)
    }
  }
}

/** What may be merged: an object whose type's name, where it gives one, is a name. */
function isEntity(entity: unknown): entity is Fetched {
  if (!isFetched(entity)) return false
  const name = entity['__typename']
  return name === undefined || typeof name === 'string'
}

function misfits(
  entities: readonly unknown[],
  ministry: string,
  isFirst: boolean,
): readonly MinistryError[] {
  if (!isFirst) return []
  const code = 'MINISTRY_UNAVAILABLE'
  return entities.flatMap((entity, index) =>
    entity === null || isEntity(entity)
      ? []
      : [new MinistryError(catalogue[code].message, { code, ministry }, ['_entities', index])],
  )
}

/** The request that a fetch's objects go into: one that is about to be sent, or a new one. */
function compileBatches({ node, isTwin }: FetchSite) {
  const { serviceName: ministry } = node
  const body = compileBody(node)
  const twins = twinKey(node)
  return (run: Run, texts: readonly (string | undefined)[], variables: string) => {
    const key = `${twins}\n${variables}`
    const waiting = isTwin ? run.batches.get(key) : undefined
    const places = waiting?.places ?? new Map<string, number>()
    for (const text of texts)
      if (text !== undefined && !places.has(text)) places.set(text, places.size)
    if (waiting) return { batch: waiting, isFirst: false }
    const send = async () => {
      // Whatever else is due now joins before the next tick.
      if (isTwin) await new Promise<void>((resolve) => process.nextTick(resolve))
      run.batches.delete(key)
      const text = body(variables, [...places.keys()])
      return await run.ask({ ministry, body: text, entities: places.size, changes: false })
    }
    const batch: Batch = { places, answer: send(), readers: 0 }
    if (isTwin) run.batches.set(key, batch)
    return { batch, isFirst: true }
  }
}

/**
 * Puts errors at their places in the answer: one about the n-th object of the request at every place where
 * that object stands; one about the whole request at the path of the fetch, up to its first list.
 */
function compileReport({ path, node }: FetchSite, { shown }: PlanSurroundings) {
  const aliases = aliasesOf(node.outputRewrites)
  const clientName = (part: string | number): string | number =>
    typeof part === 'string' ? shown(aliases.get(part) ?? part) : part
  const whole = beforeLists(path).map(clientName)
  return (
    run: Run,
    errors: readonly MinistryError[],
    { targets, isFirst }: { readonly targets: Targets; readonly isFirst: boolean },
  ): void => {
    if (errors.length === 0) return
    const limit = run.errors.length + maxErrors
    const atOf = new Map(targets.objects.map((object, index) => [object, targets.at[index]]))
    const places = placesAt(run, path)
    for (const error of errors) {
      const [root, index, ...rest] = error.path ?? []
      if (root !== '_entities' || typeof index !== 'number') {
        if (isFirst) run.errors.push(whole.length === 0 ? error : error.at(whole))
        continue
      }
      for (const place of places) {
        if (run.errors.length >= limit) return
        if (atOf.get(place.object) !== index) continue
        run.errors.push(error.at([...place.path, ...rest].map(clientName)))
      }
    }
  }
}
