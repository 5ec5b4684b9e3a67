import { whole } from './setting.ts'

/** The settings of dashboards that are told of new observations, a part of the setting table. */
export const liveSettings = Object.freeze({
  liveReaders: whole(1, 100_000, {
    name: 'LIEN_THONG_LIVE_READERS',
    unit: 'streams',
    default: '2000',
    what: 'Dashboards that one gateway tells of new observations of indicators at once; more are OVERLOADED.',
  }),
  liveReadersOfCaller: whole(1, 100_000, {
    name: 'LIEN_THONG_LIVE_READERS_OF_CALLER',
    unit: 'streams',
    default: '20',
    what: 'The same of one caller; more are RATE_LIMITED.',
  }),
})
