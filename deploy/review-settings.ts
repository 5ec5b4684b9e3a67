import { url, whole } from './setting.ts'

/** The settings of the review of emergency accesses, a part of the setting table. */
export const reviewSettings = Object.freeze({
  reviewsUrl: Object.freeze({
    ...url(
      {
        name: 'LIEN_THONG_REVIEWS_DATABASE_URL',
        default: undefined,
        what: "PostgreSQL 15–18 of the audit journal, as oversight_writer, which adds findings of reviews. Not set: the embedded one's, or emergency accesses are listed and not reviewed.",
      },
      ['postgresql:', 'postgres:'],
    ),
    secret: true as const,
  }),
  reviewHours: whole(1, 8760, {
    name: 'LIEN_THONG_REVIEW_HOURS',
    unit: 'hours',
    default: '72',
    what: 'Time until which an emergency access is to be reviewed; later ones are overdue.',
  }),
})
