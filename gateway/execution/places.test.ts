import { expect, test } from 'vitest'
import { compileObjectsAt } from './places.ts'
import { maxVisits, openRoom } from './room.ts'

const runOf = (data: Record<string, unknown>, room = openRoom()) => ({
  data,
  room,
  found: new Map<string, readonly unknown[]>(),
})
const path = ['people', '@', 'parcels', '@']

test('what has another shape than the path expects is left out', () => {
  const parcel = { id: '1' }
  const people = [null, 5, { parcels: [parcel, null, 'x'] }, { parcels: parcel }, []]
  expect(compileObjectsAt(path, new Set())(runOf({ people }))).toEqual([parcel])
  expect(compileObjectsAt(path, new Set())(runOf({}))).toEqual([])
  expect(compileObjectsAt(['constructor'], new Set())(runOf({}))).toEqual([])
})

test('what stands at several places is found once where it may be shared', () => {
  const parcels = [{ id: '1' }, { id: '2' }]
  const run = () => runOf({ people: [{ parcels }, { parcels }] })
  expect(compileObjectsAt(path, new Set([3]))(run())).toEqual(parcels)
  expect(compileObjectsAt(path, new Set())(run())).toHaveLength(4)
})

test('paths that begin alike are followed once until something is forgotten', () => {
  const run = runOf({ people: [{ parcels: [{ id: '1' }] }] })
  const before = compileObjectsAt(path.slice(0, 2), new Set())(run)
  run.data['people'] = []
  expect(compileObjectsAt(path, new Set())(run)).toEqual([{ id: '1' }])
  run.found.clear()
  expect(compileObjectsAt(path, new Set())(run)).toEqual([])
  expect(before).toHaveLength(1)
})

test('objects that are looked at take room', () => {
  const room = openRoom()
  room.take(maxVisits - 1)
  const objectsAt = compileObjectsAt(['l', '@'], new Set())
  expect(objectsAt(runOf({ l: [{}] }, room))).toHaveLength(1)
  expect(() => objectsAt(runOf({ l: [{}] }, room))).toThrow('limit objects')
})
