import { reportShape } from '../../gateway/reports/report-shape.ts'
import type { SeedReport } from '../../gateway/reports/seed-reports.ts'
import { methodDocument, methodNames } from '../../subgraphs/steering/method-document.ts'
import { evaluationPurpose } from './indicator-caller.ts'

/** What variables of the methods' documents are called. */
const labels = {
  from: { vi: 'Ngày đầu kỳ', en: 'First day of the period' },
  last: { vi: 'Ngày cuối kỳ', en: 'Last day of the period' },
  start: { vi: 'Thời điểm đầu kỳ', en: 'Beginning of the period' },
  end: { vi: 'Thời điểm hết kỳ (không kể)', en: 'End of the period (excluded)' },
  bornAfter16: { vi: 'Sinh sau ngày (dưới 16 tuổi)', en: 'Born after (under 16)' },
  bornBefore60: { vi: 'Sinh đến ngày (từ 60 tuổi)', en: 'Born until (60 and older)' },
  schoolYear: { vi: 'Năm học', en: 'School year' },
  bornFrom: { vi: 'Tuổi đi học: sinh từ', en: 'School age: born from' },
  bornTo: { vi: 'Tuổi đi học: sinh đến', en: 'School age: born until' },
  upperFrom: { vi: 'Tuổi trung học phổ thông: sinh từ', en: 'Upper secondary age: born from' },
  upperTo: { vi: 'Tuổi trung học phổ thông: sinh đến', en: 'Upper secondary age: born until' },
}

/** The documents by which indicators are counted, as saved reports of the house that analysts read and run. */
export const methodReports: readonly SeedReport[] = Object.freeze(
  methodNames.map(methodDocument).map(({ id, title, document }) => {
    const declared = new Set([...document.matchAll(/\$(\w+):/g)].map(([, name]) => name))
    const report = reportShape.parse({
      title: { vi: `Chỉ tiêu: ${title.vi}`, en: `Indicators: ${title.en}` },
      description: title,
      document,
      chart: { kind: 'table' },
      purpose: evaluationPurpose,
      shared: ['analyst'],
      labels: Object.fromEntries(Object.entries(labels).filter(([name]) => declared.has(name))),
    })
    return { id, ...report }
  }),
)
