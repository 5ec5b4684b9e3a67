import { connected } from '../../deploy/connected.ts'
import { exportJournal } from '../../gateway/audit/export.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import type { Verification } from '../../gateway/audit/verification.ts'
import { verifyExport } from '../../gateway/audit/verify.ts'

/**
 * Exports the journal of the whole run and verifies the chains of one gateway in it; the others were signed
 * with other keys.
 */
export async function verifiedExport(
  { gatewayName, key }: Pick<AuditConfig, 'gatewayName' | 'key'>,
  url: string,
): Promise<Verification> {
  const own = await chainsOf(gatewayName, url)
  async function* chunks() {
    let isOwn = true
    for await (const line of exportJournal({ databaseUrl: url })) {
      const head = /^\{"chain":"([^"]+)","after"/.exec(line)
      if (head) isOwn = own.has(head[1] ?? '')
      if (isOwn) yield Buffer.from(`${line}\n`)
    }
  }
  return await verifyExport({ chunks: chunks(), keys: key.jwks })
}

async function chainsOf(gatewayName: string, url: string): Promise<ReadonlySet<string>> {
  await using reader = await connected(url)
  const { rows } = await reader.query<{ chain: string }>(
    `SELECT chain FROM audit.record WHERE kind = 'start' AND gateway = $1`,
    [gatewayName],
  )
  return new Set(rows.map(({ chain }) => chain))
}
