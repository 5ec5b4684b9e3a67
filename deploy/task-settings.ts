import { url } from './setting.ts'

/** The settings of the government office's tasks, a part of the setting table. */
export const taskSettings = Object.freeze({
  steeringWriterUrl: Object.freeze({
    ...url(
      {
        name: 'LIEN_THONG_TASKS_DATABASE_URL',
        default: undefined,
        what: "PostgreSQL 15–18 of steering, as steering_writer, which adds changes of tasks. Not set: the embedded one's, or tasks are read and not changed.",
      },
      ['postgresql:', 'postgres:'],
    ),
    secret: true as const,
  }),
})
