import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noRows } from '../../auth/row-scope.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { grantsFor, openScopedMinistries, type ScopedMinistries } from './scoped-ministries.ts'

describe('what belongs to scoped rows', () => {
  let house: ScopedMinistries
  beforeAll(async () => {
    house = await openScopedMinistries()
  })
  afterAll(() => house[Symbol.asyncDispose]())

  it.each([
    ['a facility', { facilities: ['01001'] }, "p.facility_code = '01001'"],
    ['a patient', { subjects: [persona.citizenPin] }, `p.patient_pin = '${persona.citizenPin}'`],
  ])('%s sees all that follows its prescriptions', async (_, scope, where) => {
    const query = `{ prescriptions(first: 1000) { nodes { code diagnoses { ordinal }
      items { ordinal dispensed { quantity } } dispenses { id items { itemOrdinal } } } } }`
    const { data, errors } = await house.through('health', query, grantsFor(scope))
    expect(errors).toEqual([])
    const expected = await house.rows(
      'health',
      `SELECT p.code,
         (SELECT json_agg(json_build_object('ordinal', d.ordinal) ORDER BY d.ordinal)
          FROM prescription_diagnosis d WHERE d.prescription_code = p.code) AS diagnoses,
         (SELECT json_agg(json_build_object('ordinal', i.ordinal, 'dispensed',
            (SELECT coalesce(json_agg(json_build_object('quantity', h.quantity)
               ORDER BY h.dispense_id), '[]')
             FROM dispense_item h
             WHERE h.prescription_code = p.code AND h.item_ordinal = i.ordinal)) ORDER BY i.ordinal)
          FROM prescription_item i WHERE i.prescription_code = p.code) AS items,
         (SELECT coalesce(json_agg(json_build_object('id', d.id, 'items',
            (SELECT json_agg(json_build_object('itemOrdinal', h.item_ordinal)
               ORDER BY h.item_ordinal)
             FROM dispense_item h WHERE h.dispense_id = d.id)) ORDER BY d.id), '[]')
          FROM dispense d WHERE d.prescription_code = p.code) AS dispenses
       FROM prescription p WHERE ${where} ORDER BY p.code`,
    )
    expect(data).toEqual({ prescriptions: { nodes: expected } })
  })

  it.each([
    [
      'a person sees the own line',
      { subjects: [persona.citizenPin] },
      `person_pin = '${persona.citizenPin}'`,
    ],
    ['an officer sees all lines', { provinces: ['01'] }, "province_code = '01'"],
  ])('of a certificate %s', async (_, scope, where) => {
    const query =
      '{ landRegistrations(first: 1000) { nodes { serial parties { ordinal personPin } } } }'
    const { data } = await house.through('land', query, grantsFor(scope))
    const expected = await house.rows(
      'land',
      `SELECT registration_serial AS serial, json_agg(
         json_build_object('ordinal', ordinal, 'personPin', person_pin) ORDER BY ordinal) AS parties
       FROM land_party WHERE ${where} GROUP BY 1 ORDER BY 1`,
    )
    expect(data).toEqual({ landRegistrations: { nodes: expected } })
  })

  describe('a key that was looked up exactly', () => {
    const code = persona.prescriptionCode
    const data = async (query: string): Promise<unknown> =>
      (await house.through('health', `{ ${query} }`, grantsFor({ byKey: true }))).data
    const lookUp = (one: string): string => `prescription(code: "${one}") { code }`
    const dispenseOf = async (where: string): Promise<{ id: string; text: string }> => {
      const [id = ''] = await house.texts('health', `SELECT min(id) FROM dispense WHERE ${where}`)
      return { id, text: `dispense(id: "${id}") { id }` }
    }

    it('opens its own row, and nothing without it', async () => {
      const none = { totalCount: 0, nodes: [] }
      expect(await data('prescriptions { totalCount nodes { code } }')).toEqual({
        prescriptions: none,
      })
      expect(await data(`${lookUp(code)} prescriptions { nodes { code } }`)).toEqual({
        prescription: { code },
        prescriptions: { nodes: [{ code }] },
      })
    })

    it('opens what belongs to the row, and nothing that belongs to another', async () => {
      const mine = await dispenseOf(`prescription_code = '${code}'`)
      const theirs = await dispenseOf(`prescription_code <> '${code}'`)
      expect(await data(mine.text)).toEqual({ dispense: null })
      expect(await data(`${lookUp(code)} ${mine.text}`)).toEqual({
        prescription: { code },
        dispense: { id: mine.id },
      })
      expect(await data(`${lookUp(code)} ${theirs.text}`)).toEqual({
        prescription: { code },
        dispense: null,
      })
    })

    it('cannot be guessed at, nor given as a representation', async () => {
      const [other = ''] = await house.texts(
        'health',
        `SELECT min(code) FROM prescription WHERE code <> '${code}'`,
      )
      for (const guess of [`${code},${other}`, `${code.slice(0, 13)}%`, `{${other}}`, '', '*'])
        expect(await data(`${lookUp(guess)} prescriptions { nodes { code } }`)).toEqual({
          prescription: null,
          prescriptions: { nodes: [] },
        })
      const named = `{ __typename: "Prescription", code: "${other}" }`
      expect(await data(`_entities(representations: [${named}]) { __typename }`)).toEqual({
        _entities: [null],
      })
    })
  })

  it('totals count the rows of their own permission, not of reading', async () => {
    const grants = {
      ...grantsFor({}),
      'population:person:stats': { ...noRows, provinces: ['24'] },
      'population:person:read': { ...noRows, provinces: ['01'] },
    }
    const query = '{ personTotals { count } people { totalCount } }'
    const { data } = await house.through('population', query, grants)
    const [counted] = await house.rows(
      'population',
      `SELECT count(CASE WHEN province_code = '24' THEN 1 END)::int AS there,
         count(CASE WHEN province_code = '01' THEN 1 END)::int AS here FROM person`,
    )
    expect(data).toEqual({
      personTotals: { count: counted?.['there'] },
      people: { totalCount: counted?.['here'] },
    })
  })

  it('two hundred callers at once over two connections see their own rows alone', async () => {
    const counts = await house.rows(
      'population',
      'SELECT province_code AS code, count(*)::int AS found FROM person GROUP BY 1',
    )
    const callers = Array.from({ length: 200 }, (_, i) => counts[i % counts.length])
    const answers = await Promise.all(
      callers.map((one) =>
        house.through(
          'population',
          '{ people { totalCount nodes { provinceCode } } }',
          grantsFor({ provinces: [String(one?.['code'])] }),
        ),
      ),
    )
    for (const [i, { data, errors }] of answers.entries()) {
      expect(errors).toEqual([])
      const { code, found } = callers[i] ?? {}
      const nodes = Array.from({ length: Math.min(20, Number(found)) }, () => ({
        provinceCode: code,
      }))
      expect(data).toEqual({ people: { totalCount: found, nodes } })
    }
  })
})
