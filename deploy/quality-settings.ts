import { path, url, whole } from './setting.ts'

/** The settings of data quality, a part of the setting table. */
export const qualitySettings = Object.freeze({
  qualityRefreshMinutes: whole(0, 10_080, {
    name: 'LIEN_THONG_QUALITY_REFRESH_MINUTES',
    unit: 'minutes',
    default: '60',
    what: "Figures of data quality older than this are made anew, where the owner's database is known; 0: never, nor is anything compared.",
  }),
  qualityFullHours: whole(1, 8760, {
    name: 'LIEN_THONG_QUALITY_FULL_HOURS',
    unit: 'hours',
    default: '24',
    what: 'After this time all rows of a table are judged again, also where changes are followed.',
  }),
  qualityFullRows: whole(1000, 1_000_000_000, {
    name: 'LIEN_THONG_QUALITY_FULL_ROWS',
    unit: 'rows',
    default: '50000000',
    what: 'Tables of more rows are judged by a random sample of a million rows, with intervals.',
  }),
  agreementRows: whole(0, 5000, {
    name: 'LIEN_THONG_AGREEMENT_ROWS',
    unit: 'records',
    default: '2000',
    what: 'Records that are drawn of a table to be compared with another database; 0: nothing is compared.',
  }),
  agreementHours: whole(1, 8760, {
    name: 'LIEN_THONG_AGREEMENT_HOURS',
    unit: 'hours',
    default: '24',
    what: 'After this time another sample is drawn and compared; where that failed, after a quarter of it.',
  }),
  agreementGateway: url(
    {
      name: 'LIEN_THONG_AGREEMENT_GATEWAY',
      default: undefined,
      what: 'The gateway through which a ministry that runs alone has its records compared; the owner of its tables must be known. Not set: by command.',
    },
    ['http:', 'https:'],
  ),
  agreementTokenFile: path({
    name: 'LIEN_THONG_AGREEMENT_TOKEN_FILE',
    default: undefined,
    what: 'File with the access token of the service that compares (role reconciler); read for each question.',
  }),
  qualityGreenPercent: whole(1, 100, {
    name: 'LIEN_THONG_QUALITY_GREEN_PERCENT',
    unit: 'percent',
    default: '90',
    what: 'A share from here on is green. By default that of letter 4856/BCA-TTDLQG, as one secondary source has it.',
  }),
  qualityAmberPercent: whole(0, 100, {
    name: 'LIEN_THONG_QUALITY_AMBER_PERCENT',
    unit: 'percent',
    default: '75',
    what: 'A share from here on is amber, a lesser one red. Of the same source.',
  }),
})
