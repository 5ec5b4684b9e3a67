import { whole } from './setting.ts'

/** The settings that say when a ministry is left alone, a part of the setting table. */
export const breakerSettings = Object.freeze({
  breakerFailures: whole(0, 1000, {
    name: 'LIEN_THONG_BREAKER_FAILURES',
    unit: 'requests',
    default: '5',
    what: 'Requests that did not reach a ministry or that it left unanswered, one after the other, until it is MINISTRY_UNAVAILABLE at once; 0: never.',
  }),
  breakerPauseMs: whole(10, 30_000, {
    name: 'LIEN_THONG_BREAKER_PAUSE_MS',
    unit: 'milliseconds',
    default: '500',
    what: 'Time until one request finds out whether such a ministry is back; twice as long after each that does not reach it, up to 1 s or what is set here.',
  }),
  retryPercent: whole(0, 100, {
    name: 'LIEN_THONG_RETRY_PERCENT',
    unit: 'percent',
    default: '20',
    what: 'Of the requests to one ministry so many may be sent a second time where they did not reach it; ten always may. 0: none.',
  }),
  staleCatalogueHours: whole(0, 720, {
    name: 'LIEN_THONG_STALE_CATALOGUE_HOURS',
    unit: 'hours',
    default: '24',
    what: 'Catalogues (rows about nobody) may be so old where they are answered from memory because their ministry is away; 0: they are not.',
  }),
})
