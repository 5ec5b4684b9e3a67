import { expect, test, vi } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import { smallDisk } from '../support/small-disk.ts'
import { openAuditedWorld } from './audited-world.ts'
import { verifiedExport } from './verified-export.ts'

const name = 'journal_on_a_small_disk'
const query = '{ people { pin } }'

function here(url: string): string {
  const there = new URL(url)
  there.pathname = name
  return there.href
}

test('while the disk of the journal is full nobody is answered; with room again all goes on, and nothing is lost', async ({
  skip,
}) => {
  await using disk = await smallDisk(32)
  if (disk === undefined) {
    skip('this account mounts no disk')
    return
  }
  await using admin = await connected(adminUrl())
  await admin.query(`CREATE TABLESPACE ${name} LOCATION '${disk.path}'`)
  await admin.query(`CREATE DATABASE ${name} OWNER gateway_owner TABLESPACE ${name}`)
  try {
    await ensureJournal(here(databaseUrl('gateway', 'owner')))
    const journal = here(databaseUrl('gateway', 'writer'))
    await using world = await openAuditedWorld({ databaseUrl: journal, waitMs: 1000 })
    expect((await world.ask(query)).status).toBe(200)
    const asked = (): number => world.ministries['population']?.requests.length ?? 0

    await disk.fill()
    // Pages that the table has already hold some more.
    let answered = 0
    while ((await world.ask(query)).status === 200) expect(++answered).toBeLessThan(200)
    const before = asked()
    const began = performance.now()
    for (let i = 0; i < 5; i++) {
      const { status, data, errors, text, retryAfter } = await world.ask(query)
      expect(status).toBe(503)
      expect(retryAfter).toBe('1')
      expect(data).toBeUndefined()
      expect(errors).toMatchObject([{ extensions: { code: 'AUDIT_UNAVAILABLE' } }])
      expect(text).not.toMatch(/space|disk|audit\./)
    }
    expect(performance.now() - began).toBeLessThan(2000)
    expect(asked()).toBe(before)
    expect((await fetch(`${world.gateway.url}/ready`)).status).toBe(503)

    await disk.empty()
    const ask = async () => expect((await world.ask(query)).status).toBe(200)
    await vi.waitFor(ask, { timeout: 10_000, interval: 50 })
    expect(await verifiedExport(world.audit, here(databaseUrl('gateway', 'reader')))).toMatchObject(
      { problems: [] },
    )
  } finally {
    await disk.empty()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.query(`DROP TABLESPACE ${name}`)
  }
})
