import { stat } from 'node:fs/promises'
import type { Manifest } from '../snapshots/manifest.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

export const snapshotVerify: Command = Object.freeze<Command>({
  name: 'snapshot verify',
  line: 'Check a snapshot, or the newest of a folder, offline: signed, whole, nothing altered or added.',
  words: ['FOLDER'],
  options: {
    keys: {
      value: 'FILE',
      what: 'the public keys (audit key) that it was signed with; otherwise the key of this machine',
    },
  },
  run: async ({ words, values, settings, print }) => {
    const [folder = ''] = words
    const found = await stat(folder).catch(() => undefined)
    if (found?.isDirectory() !== true)
      throw new UsageError(`expected a folder, got ${JSON.stringify(folder)}`)
    const [{ verifySnapshot }, { auditPublicKeys }] = await Promise.all([
      import('../snapshots/verify-snapshot.ts'),
      import('./audit-public-keys.ts'),
    ])
    const keys = await auditPublicKeys(settings, values['keys'])
    const { manifest, problems } = await verifySnapshot(folder, keys)
    for (const problem of problems) print(problem)
    for (const line of manifest === undefined ? [] : linesOf(manifest)) print(line)
    print(problems.length === 0 ? 'verified' : `NOT verified: ${problems.length} problems`)
    return problems.length === 0 ? 0 : 1
  },
})

function linesOf({ name, createdAt, datasets }: Manifest): readonly string[] {
  return [
    `snapshot ${name}, made at ${createdAt}`,
    ...datasets.map(
      (one) => `${one.name.padEnd(32)} ${one.status.padEnd(6)} ${one.content?.rows ?? 0} rows`,
    ),
  ]
}
