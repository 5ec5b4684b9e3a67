import { ministry } from '../kit/ministry.ts'

/** The national population database. */
export const population = ministry({
  name: 'population',
  port: 4002,
  folder: new URL('.', import.meta.url),
})
