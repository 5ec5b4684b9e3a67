import { expect, test } from 'vitest'
import { CodedError } from '../../schema/errors.ts'
import { land as landPlan, reference } from '../federation/gateway-plans.ts'
import { openRegistryWorld, type RegistryWorld } from '../support/registry-world.ts'

const land = { sdl: landPlan.sdl.replace(/ *type Person .*\n/, '') }
const education = {
  sdl: land.sdl.replaceAll(/Parcel\b|parcels|landTotals|LandTotals/g, (it) => `${it}E`),
}
const minh = { id: 'minh' }
const lan = { id: 'lan' }
const at = (name: string) => `http://${name}.test/graphql`
const order = (name: string, sdl: string) => ({ name, sdl, url: at(name), message: undefined })

async function refused(work: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (!(error instanceof CodedError)) throw new Error(`expected a refusal, got ${String(error)}`)
  return error
}

const refusedWith = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return error instanceof Error ? error.message : 'no refusal'
}

async function state({ store }: RegistryWorld) {
  const { seq, subgraphs, supergraph } = await store.live()
  return { seq, versions: subgraphs.map(({ name, version }) => `${name} ${version}`), supergraph }
}

test('a subgraph is retired, comes back by a rollback, and the last one stays', async () => {
  await using world = await openRegistryWorld()
  const { registry, store } = world
  await registry.publish(order('reference', reference.sdl), minh)
  expect(await refusedWith(registry.retire('reference', undefined, minh))).toBe(
    'The last subgraph stays.',
  )
  await registry.publish(order('land', land.sdl), minh)
  const house = { id: 'house' }
  const own = [{ name: 'education', sdl: education.sdl, url: at('education') }]
  expect(await registry.seed(own, house)).toEqual([])
  expect(await refusedWith(registry.retire('roads', undefined, minh))).toBe(
    'Subgraph roads is not live.',
  )
  const gone = await registry.retire('education', 'moved', lan)
  expect(gone).toMatchObject({ state: 'retired', subgraph: 'education', release: 4 })
  expect((await state(world)).versions).toEqual(['land 1', 'reference 1'])
  expect((await state(world)).supergraph).not.toContain('ParcelE')
  expect((await store.releases(1))[0]).toMatchObject({
    kind: 'retire',
    actor: 'lan',
    message: 'moved',
  })
  // A restart of the house that brought it does not bring it back.
  expect(await registry.seed(own, house)).toEqual(['education'])
  expect((await state(world)).seq).toBe(4)
  const back = await registry.rollback({ name: 'education', version: 1 }, undefined, lan)
  expect(back).toMatchObject({ state: 'live', version: 1, release: 5 })
  await registry.retire('education', undefined, lan)
  const anew = await registry.publish(order('education', education.sdl), minh)
  expect(anew).toMatchObject({ state: 'live', version: 2, release: 7 })
})

test('what others stand on, or is used, is not retired', async () => {
  const asked: string[] = []
  await using world = await openRegistryWorld({
    check: async ({ subgraph, proposed }) => {
      asked.push(`${subgraph} of ${proposed.subgraphs.map(({ name }) => name).join()}`)
      return {
        problems: [{ code: 'USED', message: 'is used' }].slice(asked.length < 4 ? 1 : 0),
        notes: [],
      }
    },
  })
  const { registry } = world
  await registry.publish(order('reference', reference.sdl), minh)
  await registry.publish(order('land', land.sdl), minh)
  await registry.publish(order('education', education.sdl), minh)
  const before = await state(world)
  const error = await refused(registry.retire('education', undefined, lan))
  expect([error.code, error.message]).toEqual([
    'SCHEMA_REFUSED',
    expect.stringContaining('is used'),
  ])
  expect(asked.at(-1)).toBe('education of land,reference')
  const broken = await refused(registry.retire('reference', undefined, lan))
  expect(broken.code).toBe('SCHEMA_REFUSED')
  expect(asked).toHaveLength(4)
  expect(await state(world)).toEqual(before)
})
