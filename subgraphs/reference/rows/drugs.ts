/** A drug that prescriptions can name: registration number, ingredient, strength, unit, prescription kind. */
export interface DrugRow {
  readonly code: string
  readonly ingredient: string
  readonly strength: string
  readonly unit: string
  readonly kind: 'N' | 'H' | 'C' | 'T'
}

type Described = readonly [ingredient: string, strength: string, unit: string]

const common: readonly Described[] = [
  ['Paracetamol', '500 mg', 'viên'],
  ['Paracetamol', '250 mg', 'gói'],
  ['Ibuprofen', '400 mg', 'viên'],
  ['Diclofenac', '50 mg', 'viên'],
  ['Meloxicam', '7,5 mg', 'viên'],
  ['Amoxicillin', '500 mg', 'viên'],
  ['Amoxicillin + acid clavulanic', '875 mg + 125 mg', 'viên'],
  ['Cefuroxim', '500 mg', 'viên'],
  ['Cefixim', '200 mg', 'viên'],
  ['Azithromycin', '500 mg', 'viên'],
  ['Ciprofloxacin', '500 mg', 'viên'],
  ['Metronidazol', '250 mg', 'viên'],
  ['Omeprazol', '20 mg', 'viên'],
  ['Esomeprazol', '40 mg', 'viên'],
  ['Domperidon', '10 mg', 'viên'],
  ['Oresol', '20,5 g', 'gói'],
  ['Cetirizin', '10 mg', 'viên'],
  ['Loratadin', '10 mg', 'viên'],
  ['Salbutamol', '100 microgam/liều', 'bình xịt'],
  ['Budesonid + formoterol', '160 microgam + 4,5 microgam', 'bình hít'],
  ['Montelukast', '10 mg', 'viên'],
  ['Prednisolon', '5 mg', 'viên'],
  ['Amlodipin', '5 mg', 'viên'],
  ['Losartan', '50 mg', 'viên'],
  ['Perindopril', '5 mg', 'viên'],
  ['Bisoprolol', '2,5 mg', 'viên'],
  ['Hydroclorothiazid', '25 mg', 'viên'],
  ['Atorvastatin', '20 mg', 'viên'],
  ['Rosuvastatin', '10 mg', 'viên'],
  ['Aspirin', '81 mg', 'viên'],
  ['Clopidogrel', '75 mg', 'viên'],
  ['Metformin', '850 mg', 'viên'],
  ['Gliclazid', '30 mg', 'viên'],
  ['Insulin glargin', '100 IU/ml', 'bút tiêm'],
  ['Levothyroxin', '50 microgam', 'viên'],
  ['Alopurinol', '300 mg', 'viên'],
  ['Calci carbonat + vitamin D3', '1250 mg + 400 IU', 'viên'],
  ['Sắt + acid folic', '60 mg + 0,4 mg', 'viên'],
  ['Sertralin', '50 mg', 'viên'],
  ['Tenofovir + lamivudin + dolutegravir', '300 mg + 300 mg + 50 mg', 'viên'],
]

const narcotic: readonly Described[] = [
  ['Morphin', '10 mg', 'viên'],
  ['Morphin', '30 mg', 'viên'],
  ['Oxycodon', '10 mg', 'viên'],
  ['Fentanyl', '25 microgam/giờ', 'miếng dán'],
]

const psychotropic: readonly Described[] = [
  ['Diazepam', '5 mg', 'viên'],
  ['Clonazepam', '0,5 mg', 'viên'],
  ['Phenobarbital', '100 mg', 'viên'],
  ['Zolpidem', '10 mg', 'viên'],
]

const herbal: readonly Described[] = [
  ['Thang bổ trung ích khí', '', 'thang'],
  ['Thang độc hoạt ký sinh', '', 'thang'],
  ['Thang lục vị', '', 'thang'],
  ['Thang thiên ma câu đằng', '', 'thang'],
]

/**
 * Generic medicines under invented registration numbers of the form of Circular 32/2026/TT-BYT: country
 * (999, which no country has), group, prescription, control, serial of four digits, year of two.
 */
export const drugs: readonly DrugRow[] = [
  ...rows(common, 'C', '999110'),
  ...rows(narcotic, 'N', '999111'),
  ...rows(psychotropic, 'H', '999112'),
  ...rows(herbal, 'T', '999210'),
]

function rows(
  list: readonly Described[],
  kind: DrugRow['kind'],
  prefix: string,
): readonly DrugRow[] {
  return list.map(([ingredient, strength, unit], index) => {
    const serial = String(index + 1).padStart(4, '0')
    return { code: `${prefix}${serial}26`, ingredient, strength, unit, kind }
  })
}
