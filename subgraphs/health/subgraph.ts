import { ministry } from '../kit/ministry.ts'

/** The electronic prescription system. */
export const health = ministry({
  name: 'health',
  port: 4004,
  folder: new URL('.', import.meta.url),
})
