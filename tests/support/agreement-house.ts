import { asReconciler } from '../../deploy/agreement-caller.ts'
import { ministries } from '../../deploy/ministries.ts'
import { type ComparedSample, refreshAgreement } from '../../deploy/refresh-agreement.ts'
import { qualitySampleRows, refreshQuality } from '../../deploy/refresh-quality.ts'
import type { AskMethod } from '../../deploy/steering/method-answer.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { type AgreementCount, type AgreementRoot, agreementTruth } from './agreement-truth.ts'
import { databaseUrl } from './database.ts'
import { type LandDatabase, openLandDatabase } from './land-database.ts'
import { type Severable, severable } from './severable.ts'
import { openSystem, type System } from './system.ts'
import { temporaryDirectory } from './temporary-directory.ts'

export interface AgreementWish {
  readonly by?: AskMethod
  readonly unlessYoungerMs?: number
}

/** A house with a database of land of its own, and a register of people that can be taken away. */
export interface AgreementHouse extends AsyncDisposable {
  readonly audit: AuditConfig
  readonly own: LandDatabase
  readonly register: Severable
  readonly system: System
  /** Asks as the service that compares. */
  readonly ask: AskMethod
  /** A pass over all rows of the land book, as the owner of its tables. */
  judge(): Promise<void>
  /** Has all of the land book compared. */
  compare(wish?: AgreementWish): Promise<{
    readonly found: readonly ComparedSample[]
    readonly isDone: boolean
  }>
  truth(root: AgreementRoot): Promise<Readonly<Record<string, AgreementCount>>>
}

export const landMinistry = ministries.filter(({ name }) => name === 'land')

export async function openAgreementHouse(): Promise<AgreementHouse> {
  const directory = await temporaryDirectory()
  const audit = await auditConfig(directory.path)
  const own = await openLandDatabase()
  await judgeLand(own)
  const register = await severable(databaseUrl('population', 'reader'))
  const system = await openSystem(
    { audit },
    {
      databases: (name, role) => {
        if (name === 'land') return own.url(role)
        return name === 'population' && role === 'reader' ? register.url : databaseUrl(name, role)
      },
    },
  )
  const ask = asReconciler(system.askInside)
  return {
    audit,
    own,
    register,
    system,
    ask,
    judge: () => judgeLand(own),
    compare: async ({ by = ask, unlessYoungerMs = 0 } = {}) => {
      const found: ComparedSample[] = []
      const { signal } = new AbortController()
      let isDone = false
      for (const ministry of landMinistry)
        isDone = await refreshAgreement({
          ministry,
          ownerUrl: own.url('owner'),
          ask: by,
          sampleRows: 5000,
          unlessYoungerMs,
          signal,
          onCompared: (compared) => found.push(compared),
        })
      return { found, isDone }
    },
    truth: (root) =>
      agreementTruth(root, (name) =>
        name === 'land' ? own.url('owner') : databaseUrl(name, 'owner'),
      ),
    [Symbol.asyncDispose]: async () => {
      await system[Symbol.asyncDispose]()
      await register[Symbol.asyncDispose]()
      await own[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}

async function judgeLand(own: LandDatabase): Promise<void> {
  for (const ministry of landMinistry)
    await refreshQuality({
      ministry,
      ownerUrl: own.url('owner'),
      unlessYoungerMs: 0,
      fullEveryMs: 0,
      sampleAbove: qualitySampleRows,
      sampleRows: qualitySampleRows,
    })
}
