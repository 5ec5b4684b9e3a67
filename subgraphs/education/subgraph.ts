import { ministry } from '../kit/ministry.ts'

/** The national education and training database. */
export const education = ministry({
  name: 'education',
  port: 4005,
  folder: new URL('.', import.meta.url),
})
