import { text, whole } from './setting.ts'

/** The settings of indicators, a part of the setting table. */
export const indicatorSettings = Object.freeze({
  indicatorMinutes: whole(0, 44_640, {
    name: 'LIEN_THONG_INDICATOR_MINUTES',
    unit: 'minutes',
    default: '360',
    what: 'Values of indicators that were confirmed longer ago are evaluated anew, where STEERING_OWNER_DATABASE_URL (or the embedded database) is known to gateway or start; 0: never.',
  }),
  indicatorMonths: whole(1, 120, {
    name: 'LIEN_THONG_INDICATOR_MONTHS',
    unit: 'months',
    default: '13',
    what: 'Months back from which indicators are evaluated where a value is missing.',
  }),
  indicatorData: text(
    {
      name: 'LIEN_THONG_INDICATOR_DATA',
      unit: 'real or synthetic',
      default: 'real',
      what: 'Whether evaluated figures count real or invented people; invented ones say so wherever they show. On the embedded databases they always do.',
    },
    'real or synthetic',
    (value) => value === 'real' || value === 'synthetic',
  ),
})
