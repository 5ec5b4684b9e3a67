import { weighted, type Draw } from './weighted.ts'

type Mix = readonly (readonly [string, number])[]

/** Rough shares in per cent by region, enough for a recognisable shape; not a statistic. */
const lowland: Mix = [['01', 98], ['02', 0.5], ['06', 0.6], ['03', 0.3], ['04', 0.3], ['07', 0.3]] // prettier-ignore
const northEast: Mix = [['01', 38], ['02', 26], ['07', 18], ['09', 8], ['08', 7], ['15', 2], ['18', 1]] // prettier-ignore
const northWest: Mix = [['01', 18], ['03', 40], ['08', 27], ['09', 4], ['06', 4], ['29', 3], ['35', 2], ['25', 2]] // prettier-ignore
const midlandNorth: Mix = [['01', 72], ['06', 16], ['02', 6], ['09', 3], ['15', 2], ['07', 1]] // prettier-ignore
const northCentral: Mix = [['01', 86], ['03', 8], ['06', 4], ['08', 1], ['24', 1]] // prettier-ignore
const centralHills: Mix = [['01', 88], ['23', 2], ['26', 3], ['19', 4], ['14', 2], ['30', 1]] // prettier-ignore
const highlands: Mix = [['01', 66], ['10', 11], ['12', 9], ['13', 5], ['16', 3], ['20', 2], ['14', 2], ['02', 1], ['07', 1]] // prettier-ignore
const southCentral: Mix = [['01', 90], ['17', 5], ['21', 4], ['04', 1]] // prettier-ignore
const southEast: Mix = [['01', 94], ['04', 3], ['05', 1], ['22', 1], ['02', 1]] // prettier-ignore
const mekong: Mix = [['01', 91], ['05', 7.4], ['04', 1.3], ['17', 0.3]] // prettier-ignore

const regions: readonly (readonly [Mix, readonly string[]])[] = [
  [northEast, ['04', '08', '20', '19']],
  [northWest, ['11', '12', '14', '15']],
  [midlandNorth, ['25', '22', '24']],
  [northCentral, ['38', '40']],
  [centralHills, ['44', '46', '48', '51']],
  [highlands, ['52', '66', '68']],
  [southCentral, ['56']],
  [southEast, ['75', '79', '80']],
  [mekong, ['82', '86', '91', '92', '96']],
]

const byProvince = new Map<string, Draw<string>>(
  regions.flatMap(([mix, codes]) => {
    const draw = weighted(mix)
    return codes.map((code) => [code, draw] as const)
  }),
)
const elsewhere = weighted(lowland)

/** Draws the code of an ethnic group as they live in a province (current province code). */
export function ethnicityOf(provinceCode: string): Draw<string> {
  return byProvince.get(provinceCode) ?? elsewhere
}
