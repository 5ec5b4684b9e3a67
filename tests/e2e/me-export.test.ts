import { readFileSync } from 'node:fs'
import {
  buildASTSchema,
  getNamedType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classesOf } from '../../auth/class-table.ts'
import { connected } from '../../deploy/connected.ts'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import { personaCodes } from '../../deploy/persona-codes.ts'
import { exportMe, meDocument } from '../../gateway/export/me.ts'
import { sectionFields } from '../../gateway/export/me-labels.ts'
import { mePage } from '../../gateway/export/me-page.ts'
import { parts } from '../../gateway/export/me-words.ts'
import { databaseUrl } from '../support/database.ts'
import { openSystem, type System } from '../support/system.ts'

const sdl = parse(readFileSync(committedSupergraph, 'utf8'))
const schema = buildASTSchema(sdl, { assumeValid: true })

let system: System
beforeAll(async () => {
  system = await openSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

async function get(headers: Readonly<Record<string, string>>): Promise<Response> {
  return await fetch(`${system.url}/me/export`, { headers })
}
const signedIn = async (persona: 'citizen' | 'analyst') => ({
  authorization: `Bearer ${await system.token(persona)}`,
})

async function counted(ministry: string, text: string): Promise<number> {
  await using client = await connected(databaseUrl(ministry, 'owner'))
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`, [
    personaCodes.citizenPin,
  ])
  return rows[0]?.n ?? -1
}

describe('GET /me/export', () => {
  test('answers all rows about the citizen, of all ministries', async () => {
    const response = await get(await signedIn('citizen'))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const found = (await response.json()) as {
      complete: boolean
      missing: unknown
      sections: Record<string, unknown[]> & { person: { pin: string } }
    }
    expect(found).toMatchObject({ complete: true, missing: [] })
    expect(found.sections.person.pin).toBe(personaCodes.citizenPin)
    const lengths = Object.entries(found.sections).flatMap(([name, rows]) =>
      Array.isArray(rows) && name !== 'accessLog' ? [[name, rows.length]] : [],
    )
    const own = 'FROM land_party WHERE person_pin = $1'
    expect(Object.fromEntries(lengths)).toEqual({
      landRegistrations: await counted('land', `(SELECT DISTINCT registration_serial ${own})`),
      parcels: await counted(
        'land',
        `parcel WHERE registration_serial IN (SELECT registration_serial ${own})`,
      ),
      prescriptions: await counted('health', 'prescription WHERE patient_pin = $1'),
      dispenses: await counted(
        'health',
        'dispense d JOIN prescription p ON p.code = d.prescription_code WHERE p.patient_pin = $1',
      ),
      enrolments: await counted('education', 'enrolment WHERE learner_pin = $1'),
    })
  })

  test('is a page for who prefers one: labels of the schema, Vietnamese dates, one style sheet', async () => {
    const response = await get({ ...(await signedIn('citizen')), accept: 'text/html' })
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    const page = await response.text()
    expect(page).toContain(`<dd>${personaCodes.citizenPin}</dd>`)
    expect(page).toContain('<h3>Đơn thuốc <span lang="en">Prescriptions</span></h3>')
    expect(page).toMatch(
      /<dt>Ngày sinh <span lang="en">Birth date<\/span><\/dt><dd>\d\d\/\d\d\/\d{4}<\/dd>/,
    )
    expect(page).toMatch(
      /<dt>Thời điểm kê <span lang="en">Issued at<\/span><\/dt><dd>\d\d:\d\d, \d\d\/\d\d\/\d{4}<\/dd>/,
    )
    expect(page).not.toContain('role="alert"')
    // Nothing that the policy would refuse, and no word of the schema where a person reads.
    expect(page).not.toMatch(/<script|<style|style=|javascript:| on[a-z]+="/)
    expect(page).not.toMatch(/>[a-z]+[A-Z][a-z]+<|>(SINGLE|MARRIED|FEMALE|MALE|OUTPATIENT)</)
    const [, sheet = ''] = /<link rel="stylesheet" href="([^"]+)">/.exec(page) ?? []
    const style = await fetch(new URL(sheet, response.url))
    expect(style.status).toBe(200)
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(await style.text()).toBe(styleText)
  })

  test('is refused as /graphql refuses', async () => {
    expect((await get({})).status).toBe(401)
    expect((await get({ authorization: 'Bearer x' })).status).toBe(401)
    const analyst = await get(await signedIn('analyst'))
    expect(analyst.status).toBe(400)
    expect(await analyst.text()).toContain('GRAPHQL_VALIDATION_FAILED')
  })
})

test('the page has a part for every section of the export', () => {
  const asked = sdlOperations()
  expect(parts.flatMap(({ sections }) => Object.keys(sections)).sort()).toEqual(asked)
})

function sdlOperations(): readonly string[] {
  return [...meDocument.matchAll(/^query (\w+)/gm)].map(([, name = '']) => name).sort()
}

test('the export pages to the end, and says what is missing', async () => {
  const found = await exportMe(async (operation, { after }) => {
    if (operation === 'parcels')
      return {
        data: { me: { parcels: null } },
        errors: [{ extensions: { code: 'MINISTRY_UNAVAILABLE' } }],
      }
    if (operation === 'person') return { data: { me: { pin: '<b>&' } } }
    const place = Number(after ?? 0)
    const end = { hasNextPage: place < 2, endCursor: String(place + 1) }
    return { data: { me: { [operation]: { nodes: [{ place }], pageInfo: end, ...end } } } }
  }, new Date(0))
  expect(found.complete).toBe(false)
  expect(found.missing).toEqual([{ section: 'parcels', codes: ['MINISTRY_UNAVAILABLE'] }])
  for (const section of ['prescriptions', 'accessLog'])
    expect(found.sections[section]).toEqual([{ place: 0 }, { place: 1 }, { place: 2 }])
  const page = mePage(found, (section) => sectionFields(schema, parse(meDocument), section))
  expect(page).toContain('role="alert"')
  expect(page).toContain('cơ quan không trả lời')
  expect(page).toContain('<dd>&lt;b&gt;&amp;</dd>')
})

const styleText = readFileSync(new URL('../../gateway/export/me-page.css', import.meta.url), 'utf8')

test.each([
  ['light', 0],
  ['dark', 1],
  ['print', 2],
])('colours of the page are told apart: %s (WCAG 2.2, 1.4.3)', (_name, place) => {
  const blocks = [...styleText.matchAll(/:root \{([^}]+)\}/g)]
  expect(blocks).toHaveLength(3)
  const colours = new Map(
    [...(blocks[place]?.[1] ?? '').matchAll(/--(\w+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  )
  for (const ink of ['ink', 'soft', 'mark'])
    for (const paper of ['paper', 'card', 'alert'])
      expect(contrast(colours.get(ink), colours.get(paper)), `${ink} on ${paper}`).toBeGreaterThan(
        4.5,
      )
})

function contrast(one = '', other = ''): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Reached from the other end, or the same row seen once more. */
const elsewhere = new Set([
  'LandRegistration.parcels',
  'Prescription.dispenses',
  'PrescriptionItem.dispensed',
  'Household.head',
  'LandParty.person',
  'Prescription.patient',
  'Enrolment.learner',
  'Parcel.registration',
  'LandUse.parcel',
  'PrescriptionItem.prescription',
  'PrescriptionDiagnosis.prescription',
  'Dispense.prescription',
  'DispenseItem.dispense',
  'Person.birthRegistration',
  'HealthFacility.prescriptions',
  'Institution.enrolments',
])

test('the export holds every classified field of every record about a person', () => {
  const asked = new Set<string>()
  const types = new TypeInfo(schema)
  visit(
    parse(meDocument),
    visitWithTypeInfo(types, {
      Field: ({ name }) => void asked.add(`${types.getParentType()?.name ?? ''}.${name.value}`),
    }),
  )
  const classes = classesOf(sdl)
  const records = new Set([...asked].map((coordinate) => coordinate.split('.')[0] ?? ''))
  const left = [...records].flatMap((name) => {
    const type = schema.getType(name)
    if (!isObjectType(type) || name === 'Query') return []
    return Object.values(type.getFields())
      .filter((field) => classes.touched(name, field.name).length > 0)
      .filter((field) => !getNamedType(field.type).name.endsWith('Totals'))
      .map((field) => `${name}.${field.name}`)
      .filter((coordinate) => !asked.has(coordinate) && !elsewhere.has(coordinate))
  })
  expect(left).toEqual([])
})
