import type { Worded } from '../words/language.ts'

const vi = {
  answer: 'Kết quả',
  ministry: 'Bộ, ngành',
  asOf: 'Số liệu lúc',
  latency: 'Thời gian',
  rows: 'Bản ghi',
  statements: 'Câu SQL',
  elapsed: 'Tổng thời gian',
  size: 'Dung lượng',
  requestId: 'Mã yêu cầu',
  errors: 'Lỗi',
}

export const answerWords: Worded<typeof vi> = {
  vi,
  en: {
    answer: 'Answer',
    ministry: 'Ministry',
    asOf: 'Figures of',
    latency: 'Time',
    rows: 'Rows',
    statements: 'SQL statements',
    elapsed: 'Elapsed',
    size: 'Size',
    requestId: 'Request id',
    errors: 'Errors',
  },
}
