import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { KeySource } from '../auth/key-set.ts'
import { openPersonKeys, type PersonKeys } from '../auth/person-keys.ts'
import { openMinistryVerifier } from '../auth/verify-ministry.ts'
import type { WatchedCertificate } from '../auth/watched-certificate.ts'
import type { InsuredCounters } from '../gateway/rates/insured-counters.ts'
import { openCounters } from '../gateway/rates/rates.ts'
import type { SharedCounts } from '../subgraphs/kit/disclosure/shared-counts.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { type QualityThresholds, usualThresholds } from '../subgraphs/kit/quality/quality-score.ts'
import { serveMinistry, type ServedMinistry } from '../subgraphs/kit/serve.ts'
import { oversight } from '../subgraphs/oversight/subgraph.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { agreementPurpose } from './agreement-caller.ts'
import { askedGateway } from './asked-gateway.ts'
import { type CheckedOversight, checkedOversight } from './checked-oversight.ts'
import { checkReader } from './check-reader.ts'
import { randomSecret } from './random-secret.ts'
import { qualitySampleRows } from './refresh-quality.ts'
import { scheduleQuality } from './quality-schedule.ts'
import type { RepeatedWork } from './repeated-work.ts'
import { scheduleRollups } from './rollup-schedule.ts'
import type { Settings } from './settings.ts'
import type { AskMethod } from './steering/method-answer.ts'

export interface MinistryPlace {
  readonly databaseUrl: string
  /** The same database as its tables' owner, who fills rollups; absent: they are filled by command. */
  readonly ownerUrl?: string | undefined
  /** The reference database as its reader, where rules of quality find the codes of lists. */
  readonly referenceUrl?: string | undefined
  /** The same database as the role that adds the ministry's own changes; absent: it is read alone. */
  readonly writerUrl?: string | undefined
  /** 0: any free port. */
  readonly port: number
  /** The gateway's public keys, or where to find them. */
  readonly gatewayKeys: KeySource
  /** Callers show a certificate of its authorities; plain HTTP where it is absent. */
  readonly certificate?: WatchedCertificate | undefined
  /** Where health is asked without TLS too. */
  readonly healthPort?: number | undefined
  readonly log: Logger
  readonly telemetry: Telemetry
}

export interface ServedFromSettings extends ServedMinistry {
  /**
   * Begins to keep the rollups filled and the quality judged, where the owner is known; work that can wait until all
   * is up. Records are compared with other databases by what is given, or through the gateway that settings name.
   */
  readonly fillRollups: (ask?: AskMethod) => void
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Rollups that another process filled are used after this time at the latest. */
const rollupCheckMs = 10_000

/**
 * Serves one ministry with the limits and secrets that the settings name. An error's message begins with the
 * ministry's name.
 */
export async function serveFromSettings(
  settings: Settings,
  ministry: Ministry,
  place: MinistryPlace,
): Promise<ServedFromSettings> {
  const {
    databaseUrl,
    ownerUrl,
    writerUrl,
    port,
    gatewayKeys,
    certificate,
    healthPort,
    log,
    telemetry,
  } = place
  let checked: CheckedOversight | undefined
  let counters: InsuredCounters | undefined
  try {
    await checkReader(databaseUrl)
    checked =
      ministry.schemaFile === oversight.schemaFile
        ? checkedOversight(settings, databaseUrl, log)
        : undefined
    const personKeys = await openPersonKeys(settings.personKeyFile)
    counters = settings.valkeyUrl === undefined ? undefined : openCounters(settings, log)
    const served = await serveMinistry({
      ministry: checked?.ministry ?? ministry,
      databaseUrl,
      writerUrl,
      maxLagMs: settings.maxLagMs,
      poolSize: settings.poolSize,
      verify: openMinistryVerifier({ ...gatewayKeys, ministry: ministry.name }),
      cursorSecret: await randomSecret(settings.cursorKeyFile),
      personKeys,
      ...(counters && { sharedCounts: sharedCounts(counters, ministry.name, personKeys) }),
      host: settings.host,
      port,
      healthPort,
      tls: certificate && { certificate, clientNames: namesOf(settings.tlsClientNames) },
      log,
      telemetry,
      ...(settings.slowStatementMs === 0 ? {} : { slowStatementMs: settings.slowStatementMs }),
      qualityThresholds: thresholdsOf(settings),
      rollups: { maxAgeMs: settings.rollupMaxAgeHours * hourMs, checkMs: rollupCheckMs },
    })
    let schedules: readonly RepeatedWork[] | undefined
    const fillRollups = (ask?: AskMethod): void => {
      if (ownerUrl === undefined) return
      const referenceUrl = (place.referenceUrl ?? settings.databaseUrls.reference)?.split(/\s+/)[0]
      schedules ??= schedulesOf(settings, { ministry, ownerUrl, referenceUrl, log, served, ask })
    }
    const close = async (): Promise<void> => {
      await checked?.close()
      await Promise.all((schedules ?? []).map((one) => one.close()))
      await served.close()
      counters?.close()
    }
    return { ...served, fillRollups, close }
  } catch (error) {
    counters?.close()
    await checked?.close()
    const reason = error instanceof Error ? error.message : 'failed'
    throw new Error(`${ministry.name}: ${reason}`, { cause: error })
  }
}

function thresholdsOf({ qualityGreenPercent, qualityAmberPercent }: Settings): QualityThresholds {
  const isUsual = qualityGreenPercent === 90 && qualityAmberPercent === 75
  return {
    green: qualityGreenPercent / 100,
    amber: Math.min(qualityAmberPercent, qualityGreenPercent) / 100,
    from: isUsual
      ? usualThresholds.from
      : 'do người vận hành của cơ sở dữ liệu đặt · set by the operator of this database',
  }
}

interface Scheduled {
  readonly ministry: Ministry
  readonly ownerUrl: string
  readonly referenceUrl: string | undefined
  readonly log: Logger
  readonly served: ServedMinistry
  readonly ask: AskMethod | undefined
}

/** What is made anew from time to time, as the owner of the tables. */
function schedulesOf(settings: Settings, scheduled: Scheduled): readonly RepeatedWork[] {
  const { served, ask, ...common } = scheduled
  const rollupMs = settings.rollupRefreshMinutes * minuteMs
  const qualityMs = settings.qualityRefreshMinutes * minuteMs
  return [
    ...(rollupMs === 0
      ? []
      : [scheduleRollups({ ...common, everyMs: rollupMs, onFilled: served.lookAtRollups })]),
    ...(qualityMs === 0
      ? []
      : [
          scheduleQuality({
            ...common,
            everyMs: qualityMs,
            fullEveryMs: settings.qualityFullHours * hourMs,
            sampleAbove: settings.qualityFullRows,
            sampleRows: qualitySampleRows,
            agreement: agreementOf(settings, ask),
            onJudged: served.lookAtRollups,
          }),
        ]),
  ]
}

function agreementOf(settings: Settings, given: AskMethod | undefined) {
  const {
    agreementRows: sampleRows,
    agreementHours,
    agreementGateway,
    agreementTokenFile,
  } = settings
  const named =
    agreementGateway === undefined || agreementTokenFile === undefined
      ? undefined
      : askedGateway({
          base: agreementGateway,
          purpose: agreementPurpose,
          token: async () => (await readFile(agreementTokenFile, 'utf8')).trim(),
        })
  const ask = given ?? named
  if (ask === undefined || sampleRows === 0) return undefined
  return { ask, sampleRows, unlessYoungerMs: agreementHours * hourMs }
}

/** Counts of one ministry, by names that are hashed under the key that its replicas share. */
function sharedCounts(
  counters: InsuredCounters,
  ministry: string,
  { text: hash }: Pick<PersonKeys, 'text'>,
): SharedCounts {
  const nameOf = (text: string): string => hash(`${ministry}\0${text}`)
  return {
    take: (taking) => counters.take(taking),
    correct: (key, by) => counters.correct(key, by),
    nameOf,
  }
}

function namesOf(list: string | undefined): readonly string[] | undefined {
  return list?.split(',').map((name) => name.trim())
}
