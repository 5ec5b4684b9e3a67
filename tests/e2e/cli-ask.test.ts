import { expect, test } from 'vitest'
import { launch } from '../support/command-line.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

test('ask sends a query or a file as a persona, and says by its exit code whether it was answered', async () => {
  await using directory = await temporaryDirectory()
  const options = { directory: directory.path }
  await using house = launch(['start'], options)
  const [, url = ''] = await house.said(/GraphQL +(http:\S+)\/graphql/)
  const environment = { PORT: new URL(url).port }
  const ask = (...words: string[]) => launch(['ask', ...words], { ...options, environment }).ended

  const [query, file, varied, told, silent, refused, unknown, absent, wrong] = await Promise.all([
    ask('analyst', '{ personTotals { count } }'),
    ask('analyst', 'docs/reports/land-per-household.graphql'),
    ask(
      'officer',
      'query ($code: ID!) { province(code: $code) { name } }',
      '--variables',
      '{"code":"01"}',
    ),
    ask('officer', '{ people { totalCount } }', '--purpose', 'residence-confirmation'),
    ask('officer', '{ people { totalCount } }'),
    ask('analyst', '{ people { totalCount } }'),
    ask('analist', '{ personTotals { count } }'),
    ask('analyst', 'absent.graphql'),
    ask('analyst', '{ personTotals { count } }', '--variables', '{'),
  ])
  expect(JSON.parse(query.out)).toMatchObject({ data: { personTotals: { count: 500 } } })
  expect(query.code).toBe(0)
  expect(file.code).toBe(0)
  expect(JSON.parse(varied.out)).toMatchObject({ data: { province: { name: 'Hà Nội' } } })
  expect(told.code).toBe(0)
  expect(JSON.parse(silent.out)).toMatchObject({
    errors: [{ extensions: { code: 'PURPOSE_REQUIRED' } }],
  })
  expect(JSON.parse(refused.out)).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  })
  expect(refused.code).toBe(1)
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('analyst') as unknown })
  expect(absent).toMatchObject({
    code: 2,
    err: expect.stringContaining('absent.graphql') as unknown,
  })
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--variables') as unknown })

  house.child.kill('SIGINT')
  await house.ended
  const nobody = await ask('analyst', '{ personTotals { count } }')
  expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('npm start') as unknown })
})
