import { createReadStream } from 'node:fs'
import { access, constants, readFile } from 'node:fs/promises'
import type { Problem } from '../../gateway/audit/verification.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

/** Bytes that are read at a time. */
const chunkBytes = 1_048_576
/** A compact JWS in any text, a log for instance. */
const jws = /eyJ[\w-]+\.[\w-]+\.[\w-]{86}/g

export const auditVerify: Command = Object.freeze<Command>({
  name: 'audit verify',
  line: 'Check an export of the audit journal, offline: nothing altered, missing, moved or doubled, all signed.',
  words: ['FILE'],
  options: {
    keys: {
      value: 'FILE',
      what: 'the public keys (audit key) that it was signed with; otherwise the key of this machine',
    },
    kept: {
      value: 'FILE',
      what: "any text with checkpoints that were kept elsewhere, the gateway's log for instance",
    },
  },
  run: async ({ words, values, settings, print }) => {
    const [file = ''] = words
    await expectReadable(file)
    const [{ verifyExport }, { auditPublicKeys }] = await Promise.all([
      import('../../gateway/audit/verify.ts'),
      import('./audit-public-keys.ts'),
    ])
    const keys = await auditPublicKeys(settings, values['keys'])
    const kept = values['kept'] === undefined ? [] : await keptIn(values['kept'])
    const result = await verifyExport({
      chunks: createReadStream(file, { highWaterMark: chunkBytes }),
      keys,
      kept,
    })
    for (const problem of result.problems) print(problemText(file, problem))
    const { records, chains, checkpoints, unsigned, unanswered, problemCount } = result
    print(
      `${records} records in ${chains} chains, ${checkpoints} valid checkpoints, ` +
        `${unsigned} records not signed yet, ${unanswered} requests without an outcome`,
    )
    if (records === 0) {
      print('nothing to verify: no record is in the file')
      return 1
    }
    print(problemCount === 0 ? 'verified' : `NOT verified: ${problemCount} problems`)
    return problemCount === 0 ? 0 : 1
  },
})

function problemText(file: string, { line, kind, chain, seq, what }: Problem): string {
  const place = seq === undefined ? '' : `, record ${seq}`
  return `${file}:${line}: ${kind}${chain === '' ? '' : ` (chain ${chain}${place})`}: ${what}`
}

async function expectReadable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch(() => {
    throw new UsageError(`expected a readable file, got ${JSON.stringify(file)}`)
  })
}

async function keptIn(file: string): Promise<readonly string[]> {
  await expectReadable(file)
  return (await readFile(file, 'utf8')).match(jws) ?? []
}
