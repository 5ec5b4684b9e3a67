import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { consumerLimits } from '../gateway/rates/consumer-limits.ts'
import { temporaryDirectory } from '../tests/support/temporary-directory.ts'
import { ratesConfig } from './rates-config.ts'
import { readSettings } from './settings.ts'
import { trustedProxies } from './trusted-proxies.ts'

const keys = { text: (text: string) => text }

async function limitsOf(content: string) {
  await using folder = await temporaryDirectory()
  const file = join(folder.path, 'limits.json')
  await writeFile(file, content)
  return (await ratesConfig(readSettings({ LIEN_THONG_CONSUMER_LIMITS_FILE: file }), keys)).limits
}

test('limits by role, and an application’s own in their place', async () => {
  const limits = await limitsOf('{"portal": {"requestsPerMinute": 7, "personsPerDay": 8}}')
  const person = { id: 'p', roles: ['citizen', 'doctor'] as const }
  expect(consumerLimits(limits, person)).toEqual({
    requestsPerMinute: 6000,
    costPerMinute: 5_000_000,
    personsPerDay: 5000,
  })
  expect(consumerLimits(limits, { ...person, client: 'portal' })).toEqual({
    requestsPerMinute: 7,
    costPerMinute: 5_000_000,
    personsPerDay: 8,
  })
  // A person who is called like an application is none.
  expect(consumerLimits(limits, { ...person, id: 'portal' }).requestsPerMinute).toBe(6000)
  const application = { id: 'portal', roles: ['application'] as const }
  expect(consumerLimits(limits, application).requestsPerMinute).toBe(7)
  expect(consumerLimits(limits, { ...application, client: 'toString' }).requestsPerMinute).toBe(
    60_000,
  )
})

test.each([
  ['[', 'the file: '],
  ['[]', 'the file: '],
  ['{"portal": 5}', 'portal: '],
  ['{"portal": {"requests": 5}}', 'portal: '],
  ['{"portal": {"requestsPerMinute": 0}}', 'portal · requestsPerMinute: '],
  ['{"portal": {"costPerMinute": 1.5}}', 'portal · costPerMinute: '],
  ['{"portal": {"personsPerDay": "5"}}', 'portal · personsPerDay: '],
])('a file of limits that is wrong is refused: %s', async (content, place) => {
  await expect(limitsOf(content)).rejects.toThrow(`expected for each application any of`)
  await expect(limitsOf(content)).rejects.toThrow(place)
})

test('proxies are addresses and networks, and never everything', () => {
  expect(trustedProxies('10.0.0.0/8, ::1')).toEqual(['10.0.0.0/8', '::1'])
  for (const wrong of ['', 'proxy', '10.0.0.1/33', '0.0.0.0/0', '::/0', '::1/129', '10.0.0.1/8/8'])
    expect(trustedProxies(wrong)).toBeUndefined()
})
