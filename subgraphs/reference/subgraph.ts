import { ministry } from '../kit/ministry.ts'

/** The shared catalogues: administrative units and code lists. */
export const reference = ministry({
  name: 'reference',
  port: 4001,
  folder: new URL('.', import.meta.url),
})
