import { ministry } from '../kit/ministry.ts'

/** The national land database. */
export const land = ministry({
  name: 'land',
  port: 4003,
  folder: new URL('.', import.meta.url),
})
