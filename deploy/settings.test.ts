import { describe, expect, test } from 'vitest'
import { nearestName } from './nearest-name.ts'
import { ministrySettings, settingTable } from './setting-table.ts'
import { readSettings } from './settings.ts'

describe('settings', () => {
  test('have defaults that are within their own ranges', () => {
    const settings = readSettings({})
    expect(settings).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      oidcAudience: 'lien-thong',
      people: 20_000,
      deadlineMs: 10_000,
      requestsAtOnce: 256,
      maxBodyBytes: 262_144,
      gatewayKeyFile: '.data/keys/gateway.jwk.json',
      gatewayJwksUrl: 'http://127.0.0.1:4000/.well-known/jwks.json',
      rollupRefreshMinutes: 60,
      rollupMaxAgeHours: 48,
      databaseUrls: {},
      ownerDatabaseUrls: {},
      ministryUrls: {},
    })
    expect(settings.oidcIssuer).toBeUndefined()
    expect(Object.isFrozen(settings)).toBe(true)
  })

  test('follow the data folder, and an empty text counts as not set', () => {
    const settings = readSettings({ LIEN_THONG_DATA_DIR: '/srv/lt', PORT: '' })
    expect(settings.cursorKeyFile).toBe('/srv/lt/keys/cursor.key')
    expect(settings.recordKeyFile).toBe('/srv/lt/keys/record.key')
    expect(settings.issuerKeyFile).toBe('/srv/lt/keys/issuer.jwk.json')
    expect(settings.port).toBe(4000)
  })

  test('name each ministry', () => {
    const settings = readSettings({
      LAND_DATABASE_URL: 'postgresql://land_reader:x@db/land',
      LAND_OWNER_DATABASE_URL: 'postgresql://land_owner:x@db/land',
      HEALTH_URL: 'https://health.example/graphql',
    })
    expect(settings.databaseUrls).toEqual({ land: 'postgresql://land_reader:x@db/land' })
    expect(settings.ownerDatabaseUrls).toEqual({ land: 'postgresql://land_owner:x@db/land' })
    expect(settings.ministryUrls).toEqual({ health: 'https://health.example/graphql' })
  })

  test('that are wrong are listed all at once, with what was expected', () => {
    const wrong = {
      PORT: '70000',
      LIEN_THONG_DEADLINE_MS: '10s',
      LIEN_THONG_DIRT: '0.5',
      LIEN_THONG_HOST: 'a b',
      OIDC_ISSUER: 'ftp://issuer',
      LIEN_THONG_LOG_LEVEL: 'loud',
    }
    const read = () => readSettings(wrong)
    expect(read).toThrow('PORT: expected whole number, 0 to 65535, got "70000"')
    for (const name of Object.keys(wrong)) expect(read).toThrow(`${name}: expected`)
  })

  test('that are unknown are refused with the nearest name', () => {
    expect(() => readSettings({ LIEN_THONG_DEADLINE: '1' })).toThrow(
      'LIEN_THONG_DEADLINE: unknown setting; did you mean LIEN_THONG_DEADLINE_MS?',
    )
    expect(() => readSettings({ LIEN_THONG_ZZZ_QQQ_WWW_VVV: '1' })).toThrow(/unknown setting$/)
  })

  test('name one database of a ministry, or several servers that hold it', () => {
    const two = 'postgresql://r:x@replica/land postgresql://r:x@db/land'
    expect(readSettings({ LAND_DATABASE_URL: two }).databaseUrls).toEqual({ land: two })
    for (const wrong of [`${two} mysql://db/land`, 'postgresql://db/land ,'])
      expect(() => readSettings({ LAND_DATABASE_URL: wrong })).toThrow(/, or several/)
  })

  test('that hold a password are never printed', () => {
    const read = () => readSettings({ LAND_DATABASE_URL: 'mysql://u:hunter2@db/land' })
    expect(read).toThrow(/LAND_DATABASE_URL: expected a URL that starts with postgresql:/)
    expect(read).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  test.each(['1e3', ' 5', '5 ', '0x10', '5.0', '٥', '99999999999999999999'])(
    'take plain decimal numbers, and not %j',
    (text) => {
      expect(() => readSettings({ PORT: text })).toThrow(/PORT: expected/)
    },
  )

  test('say what each is for, in which unit and range, under one name', () => {
    const all = [...Object.values(settingTable), ...ministrySettings]
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { name, unit, range, what } of all) {
      expect(name).toMatch(
        /^(PORT|OIDC_\w+|OTEL_\w+|LIEN_THONG_\w+|[A-Z]+_((OWNER_)?DATABASE_)?URL)$/,
      )
      expect([unit, range, what].every((text) => text.length > 0)).toBe(true)
    }
  })
})

test('the nearest name is near, or none', () => {
  const names = ['start', 'gateway', 'schema check']
  expect(nearestName('strat', names)).toBe('start')
  expect(nearestName('gatway', names)).toBe('gateway')
  expect(nearestName('schema chek', names)).toBe('schema check')
  expect(nearestName('publish', names)).toBeUndefined()
  expect(nearestName('x', [])).toBeUndefined()
})
