import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { errors as knownErrors } from '../../schema/errors.ts'
import { compileContext } from './context-values.ts'
import { compileBody, variablesText } from './errand-body.ts'
import type { FetchSite } from './fetch-site.ts'
import { type Fetched, isFetched } from './fetched.ts'
import { copied, mergeFields } from './merge.ts'
import { MinistryError } from './ministry-error.ts'
import { beforeLists, compileObjectsAt, placesAt } from './places.ts'
import { compileRewrites } from './rewrite.ts'
import { aliasesOf } from './root-fetch.ts'
import { type Batch, type PlanSurroundings, type Run, type Step, forget } from './run.ts'
import { type Subjects, compileSubjects, nowhere } from './subjects.ts'

/** Errors that one fetch may add, at most: a ministry may report one for each row. */
const maxErrors = 100

/** A request about objects, and where in it is what one fetch asks. */
interface Boarded {
  readonly batch: Batch
  /** Of each representation the place in the request; each has its own where nobody else joins. */
  readonly at: readonly number[] | undefined
  readonly isFirst: boolean
}

/** Objects of the answer; of each the place in the request of what was asked about it. */
interface Targets {
  readonly objects: readonly Fetched[]
  readonly at: readonly number[]
}

/**
 * Compiles a fetch about objects that other ministries named. Each is asked about once, however often it
 * appears; fetches of the same run that are due together with the same operation become one request.
 */
export function compileObjectFetch(
  site: FetchSite,
  requires: readonly QueryPlanSelectionNode[],
  around: PlanSurroundings,
): Step {
  const { node, path } = site
  const { variableUsages = [] } = node
  const objectsOf = compileObjectsAt(path, site.sharedAt)
  const subjectsOf = compileSubjects(requires, node.inputRewrites, around.isOfType)
  const subjectsKey = JSON.stringify([path, requires, node.inputRewrites])
  const rewrite = compileRewrites(node.outputRewrites, around.isOfType)
  const report = compileReport(site, around)
  const batchOf = compileBatches(site)
  const contextOf = node.contextRewrites && compileContext(node.contextRewrites, around.isOfType)
  return async (run) => {
    if (contextOf === undefined) {
      const variables = variablesText(variableUsages, run.variables)
      const known = run.subjects.get(subjectsKey) ?? subjectsOf(objectsOf(run))
      run.subjects.set(subjectsKey, known)
      await fetch(run, known, variables)
      return
    }
    // Objects in equal contexts go into one request.
    const groups = new Map<string, Fetched[]>()
    const lost: Fetched[] = []
    for (const { object, chain } of placesAt(run, path)) {
      const given = contextOf(chain)
      if (given === undefined) {
        lost.push(object)
        continue
      }
      const variables = variablesText(variableUsages, { ...run.variables, ...given })
      const group = groups.get(variables) ?? []
      groups.set(variables, group)
      group.push(object)
    }
    if (lost.length > 0) {
      const targets = { objects: lost, at: lost.map(() => 0) }
      report(run, [withoutContext(node.serviceName)], { targets, isFirst: true })
    }
    await Promise.all(
      [...groups].map(([variables, objects]) => fetch(run, subjectsOf(objects), variables)),
    )
  }

  async function fetch(run: Run, subjects: Subjects, variables: string): Promise<void> {
    if (subjects.texts.length === 0) return
    const { batch, at, isFirst } = batchOf(run, subjects.texts, variables)
    const places = at && subjects.at.map((place) => at[place] ?? nowhere)
    const targets = { objects: subjects.objects, at: places ?? subjects.at }
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
    run: Run,
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
      const source = isCopy ? copied(entity, run.room) : entity
      mergeFields(object, source, site.names, around.isObjectType)
    }
    forget(run)
  }
}

/** Nothing is asked about an object whose context is not known: the answer would be that of another context. */
function withoutContext(ministry: string): MinistryError {
  const message =
    'What this takes from around it is not known; ask for it in an operation of its own.'
  return new MinistryError(message, { code: 'MINISTRY_UNAVAILABLE', ministry }, ['_entities', 0])
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
      : [new MinistryError(knownErrors[code].message, { code, ministry }, ['_entities', index])],
  )
}

/** The request that a fetch's objects go into: one that is about to be sent, or a new one. */
function compileBatches({ node, twin, catalogue }: FetchSite) {
  const { serviceName: ministry } = node
  const body = compileBody(node)
  const ask = async (run: Run, texts: readonly string[], variables: string) =>
    await run.ask({
      ministry,
      body: body(variables, texts),
      entities: texts.length,
      changes: false,
      catalogue,
    })
  return (run: Run, texts: readonly string[], variables: string): Boarded => {
    if (twin === undefined) {
      const batch = { places: undefined, answer: ask(run, texts, variables), readers: 0 }
      return { batch, at: undefined, isFirst: true }
    }
    const key = `${twin} ${variables}`
    const waiting = run.batches.get(key)
    const places = waiting?.places ?? new Map<string, number>()
    const at = texts.map((text) => {
      const place = places.get(text) ?? places.size
      places.set(text, place)
      return place
    })
    if (waiting) return { batch: waiting, at, isFirst: false }
    const send = async () => {
      // Whatever else is due now joins before the next tick.
      await new Promise<void>((resolve) => process.nextTick(resolve))
      run.batches.delete(key)
      return await ask(run, [...places.keys()], variables)
    }
    const batch = { places, answer: send(), readers: 0 }
    run.batches.set(key, batch)
    return { batch, at, isFirst: true }
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
