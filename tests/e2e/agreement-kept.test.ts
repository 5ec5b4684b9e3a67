import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementPurpose } from '../../deploy/agreement-caller.ts'
import { askedGateway } from '../../deploy/asked-gateway.ts'
import { connected } from '../../deploy/connected.ts'
import { scheduleQuality } from '../../deploy/quality-schedule.ts'
import type { ComparedSample } from '../../deploy/refresh-agreement.ts'
import { qualitySampleRows } from '../../deploy/refresh-quality.ts'
import type { AskMethod } from '../../deploy/steering/method-answer.ts'
import { workLock } from '../../deploy/work-lock.ts'
import { openDatabase } from '../../subgraphs/kit/database.ts'
import { openModel } from '../../subgraphs/kit/open-source.ts'
import { QualityBook } from '../../subgraphs/kit/quality/quality-book.ts'
import { qualityPlans } from '../../subgraphs/kit/quality/quality-plan.ts'
import { usualThresholds } from '../../subgraphs/kit/quality/quality-score.ts'
import {
  type AgreementHouse,
  type AgreementWish,
  landMinistry,
  openAgreementHouse,
} from '../support/agreement-house.ts'
import type { AgreementCount } from '../support/agreement-truth.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { quietLog } from '../support/quiet-log.ts'

let house: AgreementHouse
beforeAll(async () => {
  house = await openAgreementHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

interface Body {
  readonly data?: Readonly<Record<string, Readonly<Record<string, AgreementCount>> | null>> | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

async function compare(wish: AgreementWish = {}): Promise<readonly ComparedSample[]> {
  const { found, isDone } = await house.compare(wish)
  expect(isDone).toBe(true)
  return found
}

interface Score {
  readonly criterion: string | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly share: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly method: string | null
  readonly asOf: string | null
}
const scoreFields = 'criterion numerator denominator share lower upper method asOf'

async function shown() {
  const { body } = await house.system.ask(
    'analyst',
    `{ landQuality { score { ${scoreFields} } criteria { ${scoreFields} } tables { rules { code score { ${scoreFields} } } } } }`,
  )
  expect(body.errors).toBeUndefined()
  const { landQuality } = body.data as {
    landQuality: {
      score: Score
      criteria: readonly Score[]
      tables: readonly { rules: readonly { code: string; score: Score }[] }[]
    }
  }
  const rules = landQuality.tables.flatMap((table) => table.rules)
  return {
    score: landQuality.score,
    agreement: landQuality.criteria.find(({ criterion }) => criterion === 'AGREEMENT'),
    name: rules.find(({ code }) => code === 'party-name-agrees')?.score,
  }
}

/** What the answers of the ministry say of its quality. */
async function summary() {
  const database = openDatabase({
    url: house.own.url('reader'),
    poolSize: 1,
    applicationName: 'test',
  })
  const [schema = { name: '', schemaFile: '' }] = landMinistry
  const book = await QualityBook.open({
    plans: qualityPlans(openModel(schema.name, schema.schemaFile)),
    pool: database.pool,
    log: quietLog(),
    thresholds: usualThresholds,
    checkMs: 60_000,
  })
  book.close()
  await database.close()
  return book.summary
}

describe('what was found', () => {
  test('is shown with method, interval and moment beside the other figures; before there is no evidence', async () => {
    const before = await shown()
    expect(before.agreement).toMatchObject({ share: null, numerator: null, method: null })
    expect(before.score).toMatchObject({ method: 'FULL', lower: null })
    const [found, ...others] = await compare()
    expect(others).toEqual([])
    const expected = Object.values(await house.truth('landPartyAgreement'))
    expect(found?.rules.map(({ agreed, compared }) => ({ agreed, compared }))).toEqual(expected)

    const after = await shown()
    const sum = (part: keyof AgreementCount) => expected.reduce((all, one) => all + one[part], 0)
    expect(after.agreement).toMatchObject({
      numerator: sum('agreed'),
      denominator: sum('compared'),
      method: 'SAMPLE',
    })
    const { share, lower, upper, asOf } = after.name ?? {}
    expect(share).toBeGreaterThan(lower ?? 1)
    expect(share).toBeLessThan(upper ?? 0)
    expect(Date.parse(asOf ?? '')).toBeGreaterThan(Date.now() - 3_600_000)
    // What all rows said is certain: the whole score's interval is far narrower than that of the sample.
    expect(after.score.method).toBe('SAMPLE')
    expect((after.score.upper ?? 1) - (after.score.lower ?? 0)).toBeLessThan(
      ((upper ?? 1) - (lower ?? 0)) / 2,
    )
  })

  test('is told by province too, about persons: rounded, with the interval of what is told', async () => {
    await compare()
    await using owner = await connected(house.own.url('owner'))
    const { rows: held } = await owner.query<{ place: string; n: number }>(
      `SELECT province_code AS place, count(*)::int AS n FROM land_party WHERE person_pin IS NOT NULL
       GROUP BY province_code HAVING count(DISTINCT person_pin) >= 10 ORDER BY 1`,
    )
    const { rows: kept } = await owner.query<{ place: string; n: number }>(
      `SELECT place, denominator::int AS n FROM lien_thong.quality_result
       WHERE rule = 'party-pin-known' AND grain = 'PROVINCE' ORDER BY 1`,
    )
    expect(held.length).toBeGreaterThan(10)
    expect(kept).toEqual(held)
    const { body } = await house.system.ask(
      'analyst',
      `{ landQualityPlaces(grain: PROVINCE, rule: "party-pin-known", first: 100) {
        code score { numerator denominator share lower upper method disclosure { status } } } }`,
    )
    expect(body.errors).toBeUndefined()
    const { landQualityPlaces: places } = body.data as {
      landQualityPlaces: readonly { readonly code: string; readonly score: Score }[]
    }
    expect(places.map(({ code }) => code).sort()).toEqual(held.map(({ place }) => place))
    for (const { code, score } of places) {
      const judged = held.find(({ place }) => place === code)?.n ?? 0
      expect(score).toMatchObject({ method: 'SAMPLE', denominator: Math.round(judged / 10) * 10 })
      expect(score.upper).toBeGreaterThan(score.lower ?? 1)
    }
  })

  test('stays when rows are judged again, and is not made anew before its time', async () => {
    await compare()
    const { agreement } = await shown()
    await house.judge()
    expect((await shown()).agreement).toEqual(agreement)
    expect(await compare({ unlessYoungerMs: 3_600_000 })).toEqual([])
  })

  test('stays with its moment when the register is away: half an answer is kept of nothing', async () => {
    await compare()
    const { agreement } = await shown()
    house.register.sever('gone')
    try {
      await expect(compare()).rejects.toThrow(
        /^could not be compared: LandParty: MINISTRY_UNAVAILABLE$/,
      )
    } finally {
      house.register.mend()
    }
    expect((await shown()).agreement).toEqual(agreement)
  })

  test('of a rule in another version is no evidence', async () => {
    await compare()
    await using owner = await connected(house.own.url('owner'))
    await owner.query(
      `UPDATE lien_thong.quality_result SET version = 99 WHERE rule = 'party-name-agrees'`,
    )
    expect((await shown()).name).toMatchObject({ share: null, method: null })
    expect(await compare({ unlessYoungerMs: 3_600_000 })).toHaveLength(1)
    expect((await shown()).name?.share).toBeGreaterThan(0.9)
  })

  test('is asked for again after a quarter of its time when the register was away, and not before', async () => {
    await compare()
    await using owner = await connected(house.own.url('owner'))
    await owner.query(
      `UPDATE lien_thong.quality_result SET as_of = now() - interval '2 hours' WHERE rule = 'party-name-agrees'`,
    )
    const unlessYoungerMs = 3_600_000
    let asked = 0
    const by: AskMethod = async (question) => {
      asked++
      return await house.ask(question)
    }
    house.register.sever('gone')
    try {
      await expect(compare({ by, unlessYoungerMs })).rejects.toThrow('could not be compared')
    } finally {
      house.register.mend()
    }
    expect(await compare({ by, unlessYoungerMs })).toEqual([])
    expect(asked).toBe(1)
    await owner.query(
      `UPDATE lien_thong.quality_tried SET tried_at = tried_at - interval '16 minutes'`,
    )
    expect(await compare({ by, unlessYoungerMs })).toHaveLength(1)
    expect((await owner.query('SELECT FROM lien_thong.quality_tried')).rows).toEqual([])
  })

  test('is asked for again at once where the question did not leave: nobody was drawn', async () => {
    const asleep = askedGateway({
      base: `http://127.0.0.1:${await portToKeep()}`,
      purpose: agreementPurpose,
      token: () => Promise.resolve('token'),
    })
    const locked = askedGateway({
      base: house.system.url,
      purpose: agreementPurpose,
      token: () => Promise.reject(new Error('no such file')),
    })
    await using owner = await connected(house.own.url('owner'))
    for (const [by, reason] of [
      [asleep, 'nothing answers'],
      [locked, 'no such file'],
    ] as const) {
      await expect(compare({ by })).rejects.toThrow(`LandParty: ${reason}`)
      expect((await owner.query('SELECT FROM lien_thong.quality_tried')).rows).toEqual([])
    }
  })

  test('is made by one process at a time', async () => {
    await using other = await connected(house.own.url('owner'))
    expect(await workLock(other, 'agreement')).toBe(true)
    expect(await house.compare()).toEqual({ isDone: false, found: [] })
  })

  test('is made by the schedule where another of the ministry’s tables cannot be judged', async () => {
    await compare()
    await using owner = await connected(house.own.url('owner'))
    const before = await shown()
    const told: string[] = []
    let judged: () => void = () => undefined
    const done = new Promise<void>((resolve) => (judged = resolve))
    await owner.query('ALTER TABLE land_use RENAME TO land_use_gone')
    const schedules = landMinistry.map((ministry) =>
      scheduleQuality({
        ministry,
        ownerUrl: house.own.url('owner'),
        everyMs: 3_600_000,
        fullEveryMs: 0,
        sampleAbove: qualitySampleRows,
        sampleRows: qualitySampleRows,
        log: pino({ level: 'error' }, { write: (line) => told.push(line) }),
        agreement: { ask: house.ask, sampleRows: 100, unlessYoungerMs: 0 },
        onJudged: async () => {
          judged()
        },
      }),
    )
    try {
      await done
      await expect.poll(() => told.join()).toContain('quality could not be judged')
    } finally {
      for (const one of schedules) await one.close()
      await owner.query('ALTER TABLE land_use_gone RENAME TO land_use')
    }
    expect(told.join()).toContain('land_use')
    const after = await shown()
    expect(Date.parse(after.name?.asOf ?? '')).toBeGreaterThan(Date.parse(before.name?.asOf ?? ''))
  })

  test('that nobody could be compared is no evidence, and is not asked for again before its time', async () => {
    const whole = await shown()
    const by: AskMethod = async (question) => {
      const { data, ...rest } = JSON.parse(await house.ask(question)) as Body
      const none = Object.keys(data?.['landPartyAgreement'] ?? {}).map((field) => [
        field,
        { agreed: 0, compared: 0 },
      ])
      return JSON.stringify({ ...rest, data: { landPartyAgreement: Object.fromEntries(none) } })
    }
    expect(await compare({ by })).toHaveLength(1)
    const now = await shown()
    const nothing = { share: null, numerator: null, lower: null, method: null, asOf: null }
    expect(now.agreement).toMatchObject(nothing)
    expect(now.name).toMatchObject(nothing)
    expect(now.score).toMatchObject({ method: 'FULL', lower: null })
    await using owner = await connected(house.own.url('owner'))
    await owner.query(
      `UPDATE lien_thong.quality_result SET as_of = now() - interval '30 minutes' WHERE denominator = 0`,
    )
    expect((await shown()).score.asOf).toBe(now.score.asOf)
    expect(await summary()).toMatchObject({ share: now.score.share, asOf: now.score.asOf })
    expect(now.score.denominator).toBeLessThan(whole.score.denominator ?? 0)
    expect(await compare({ unlessYoungerMs: 3_600_000 })).toEqual([])
  })

  test('tells nobody who refuses: a gateway that does not let it ask leaves all as it was', async () => {
    const { agreement } = await shown()
    const by: AskMethod = async (question) => {
      const { body } = await house.system.ask('analyst', question.query, question.variables)
      return JSON.stringify(body)
    }
    await expect(compare({ by })).rejects.toThrow('the gateway refused')
    expect((await shown()).agreement).toEqual(agreement)
  })
})
