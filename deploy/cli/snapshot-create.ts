import { access, constants, mkdir } from 'node:fs/promises'
import type { ManifestDataset } from '../snapshots/manifest.ts'
import { snapshotCaller, snapshotPurpose } from '../snapshots/snapshot-caller.ts'
import { accessOptions, accessToken } from './access-token.ts'
import type { Call, Command } from './command.ts'
import { steeringDatabase, steeringDatabaseOption } from './steering-database.ts'
import { stopSignal } from './stop-signal.ts'
import { tokenOrUsage } from './token-or-usage.ts'
import { UsageError } from './usage-error.ts'

export const snapshotCreate: Command = Object.freeze<Command>({
  name: 'snapshot create',
  line: 'Write a snapshot of aggregates for a data store (Parquet and a signed manifest), through the gateway that runs.',
  words: ['[DATASET…]'],
  options: {
    folder: { value: 'DIR', what: 'where snapshots are; otherwise LIEN_THONG_SNAPSHOT_DIR' },
    datasets: {
      value: 'FILE',
      what: 'the list of datasets; otherwise LIEN_THONG_SNAPSHOT_DATASETS, or those of the product',
    },
    gateway: { value: 'URL', what: 'the gateway; otherwise the one on this machine' },
    ...accessOptions,
    database: steeringDatabaseOption,
  },
  run: async (call) => {
    const { print } = call
    const { signal } = stopSignal()
    try {
      const datasets = await steeringDatabase(call, (ownerUrl) => created(call, ownerUrl, signal))
      const failed = datasets.filter(({ status }) => status === 'FAILED').length
      if (failed > 0) print(`not made anew: ${failed}; what was there before stands for them`)
      return failed === 0 ? 0 : 1
    } catch (error) {
      if (!signal.aborted) throw error
      print('stopped: the former snapshot stays')
      return 130
    }
  },
})

async function created(
  call: Call,
  ownerUrl: string,
  signal: AbortSignal,
): Promise<readonly ManifestDataset[]> {
  const { words, values, settings, print } = call
  const folder = values['folder'] ?? settings.snapshotDir
  if (folder === undefined)
    throw new UsageError('--folder: expected DIR, or LIEN_THONG_SNAPSHOT_DIR')
  await expectWritable(folder)
  const base = values['gateway'] ?? `http://localhost:${settings.port}`
  if (!URL.canParse(base)) throw new UsageError(`--gateway: expected a URL, got ${base}`)
  const [
    { connected },
    { snapshotLock },
    { createSnapshot },
    dataset,
    { throughHttp },
    { openSigningKey },
    { snapshotKeys },
  ] = await Promise.all([
    import('../connected.ts'),
    import('../snapshots/snapshot-lock.ts'),
    import('../snapshots/create-snapshot.ts'),
    import('../snapshots/dataset.ts'),
    import('../snapshots/snapshot-caller.ts'),
    import('../../auth/signing-key.ts'),
    import('../snapshots/snapshot-keys.ts'),
  ])
  const file = values['datasets'] ?? settings.snapshotDatasets ?? dataset.houseDatasets
  const datasets = await dataset.readDatasets(file)
  const unknown = words.find((name) => !datasets.some((one) => one.name === name))
  if (unknown !== undefined)
    throw new UsageError(
      `expected one of ${datasets.map(({ name }) => name).join(', ')}, got ${unknown}`,
    )
  const terms = { purpose: snapshotPurpose, subject: snapshotCaller }
  const token = await accessToken(call, () => tokenOrUsage(settings, 'analyst', terms))
  await using client = await connected(ownerUrl)
  const lock = await snapshotLock(client, signal)
  if (lock === undefined)
    throw new Error('a snapshot is being written already, by a gateway or another command')
  const key = await openSigningKey(settings.auditKeyFile)
  const made = await createSnapshot({
    folder,
    datasets,
    only: words,
    make: throughHttp(base.replace(/\/$/, ''), token),
    key,
    keys: snapshotKeys(settings, key),
    keep: settings.snapshotKeep,
    lock,
    onDataset: (one) => print(lineOf(one)),
    onDisbelief: (problems) => {
      for (const problem of problems) print(problem)
      print('the newest snapshot is not what was signed: everything is asked anew')
    },
  })
  print(`snapshot ${made.name}`)
  return made.datasets
}

function lineOf({ name, status, failure, content }: ManifestDataset): string {
  const there = content === null ? 'nothing' : `${content.rows} rows of ${content.answeredAt}`
  const why = failure === null ? '' : `: ${failure.message} [${failure.codes.join(', ')}]`
  return `${name.padEnd(32)} ${status.padEnd(6)} ${there}${why}`
}

async function expectWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch {
    throw new UsageError(`expected a folder that may be written, got ${folder}`)
  }
}
