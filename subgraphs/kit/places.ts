import { Client } from 'pg'
import { sessionOptions } from './session-options.ts'

/** One of the servers that hold a ministry's database: a primary or a replica of it. */
export interface Place {
  readonly url: string
  /** Whether it answers, row security binds the reader there, and it is not too far behind. */
  isFit: boolean
  isReplica: boolean
  /** The moment that its data stand for, at the earliest (milliseconds since 1970); undefined: now. */
  asOf: number | undefined
  /** When a connection to it broke or was refused, of `performance.now`: what was seen before does not count. */
  lostAt: number
}

export interface Places {
  readonly all: readonly Place[]
  /** Grows when a place came back: connections from before are then opened anew, so that it is used again. */
  readonly generation: () => number
  /** Where the next connection goes: in turn among fit replicas, else fit primaries, else all. */
  next(): Place
  lost(place: Place): void
  close(): void
}

/** Milliseconds between two looks at a place, and the longest that one may take. */
const lookMs = 500

/** A replica that has applied all that its living connection to the primary brought is as of now. */
const look = `
  SELECT pg_is_in_recovery() AS "isReplica", r.rolsuper OR r.rolbypassrls AS "isUnbound",
    CASE WHEN NOT pg_is_in_recovery() THEN 0
      WHEN EXISTS (SELECT FROM pg_stat_wal_receiver)
        AND pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() THEN 0
      ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000, 1e12)
    END::float8 AS "lagMs"
  FROM pg_roles r WHERE r.rolname = current_user`

interface Looked {
  readonly isReplica: boolean
  readonly isUnbound: boolean
  readonly lagMs: number
}

/** Keeps looking at the places of a list of URLs; at a single one nobody looks, and it is always fit. */
export function openPlaces(
  urls: readonly string[],
  { maxLagMs, applicationName }: { maxLagMs: number; applicationName: string },
): Places {
  const all = urls.map((url): Place => ({
    url,
    isFit: true,
    isReplica: false,
    asOf: undefined,
    lostAt: 0,
  }))
  let turn = 0
  let generation = 0
  const lookAt = async (place: Place): Promise<void> => {
    const [began, beganAt] = [Date.now(), performance.now()]
    const found = await lookedAt(place.url, applicationName).catch(() => undefined)
    if (place.lostAt > beganAt) return
    const isFit = found !== undefined && !found.isUnbound && found.lagMs <= maxLagMs
    const isReplica = found?.isReplica ?? place.isReplica
    if (isFit && (!place.isFit || isReplica !== place.isReplica)) generation++
    place.isFit = isFit
    place.isReplica = isReplica
    place.asOf = found?.isReplica === true ? began - found.lagMs : undefined
  }
  const watch =
    all.length === 1
      ? undefined
      : setInterval(() => all.forEach((place) => void lookAt(place)), lookMs)
  watch?.unref()
  return {
    all,
    generation: () => generation,
    next() {
      const fit = all.filter(({ isFit }) => isFit)
      const replicas = fit.filter(({ isReplica }) => isReplica)
      const among = replicas.length > 0 ? replicas : fit.length > 0 ? fit : all
      const chosen = among[turn++ % among.length]
      if (chosen === undefined) throw new Error('expected the URL of a database')
      return chosen
    },
    lost(place) {
      if (all.length === 1) return
      place.isFit = false
      place.lostAt = performance.now()
    },
    close: () => clearInterval(watch),
  }
}

async function lookedAt(url: string, applicationName: string): Promise<Looked | undefined> {
  const client = new Client({
    ...sessionOptions(url),
    application_name: applicationName,
    connectionTimeoutMillis: lookMs,
    query_timeout: lookMs,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Looked>(look)).rows[0]
  } finally {
    await client.end().catch(() => undefined)
  }
}
