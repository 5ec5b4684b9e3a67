import { z } from 'zod'
import { type Setting, whole } from './setting.ts'

/** The settings of the invented data, a part of the setting table. */
export const syntheticSettings = Object.freeze({
  people: whole(100, 100_000_000, {
    name: 'LIEN_THONG_PEOPLE',
    unit: 'people',
    default: '20000',
    what: 'Synthetic people made at the first start.',
  }),
  seed: whole(0, 4_294_967_295, {
    name: 'LIEN_THONG_SEED',
    unit: 'number',
    default: '1',
    what: 'Seed of the synthetic data: same seed and number of people, same rows.',
  }),
  dirt: Object.freeze({
    name: 'LIEN_THONG_DIRT',
    unit: 'share',
    default: '0.01',
    range: 'decimal, 0 to 0.2',
    shape: z
      .string()
      .regex(/^\d?\.?\d{1,6}$/)
      .transform(Number)
      .refine((value) => value >= 0 && value <= 0.2),
    what: 'Share of synthetic records that carry a known kind of error.',
  }) satisfies Setting<number>,
})
