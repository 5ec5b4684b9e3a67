import type { Worded } from '../words/language.ts'

const names = {
  curl: 'curl',
  fetch: 'JavaScript (fetch)',
  typescript: 'TypeScript',
  python: 'Python',
}

const vi = {
  copyAs: 'Sao chép mã',
  note: 'Mã đọc thẻ truy cập từ biến TOKEN; thẻ không nằm trong mã.',
  notReady: 'Truy vấn hoặc biến chưa đúng nên chưa sao chép được.',
  names,
}

export const snippetWords: Worded<typeof vi> = {
  vi,
  en: {
    copyAs: 'Copy as code',
    note: 'The code reads a token from TOKEN; the token is not part of it.',
    notReady: 'The query or its variables are not right yet, so nothing was copied.',
    names,
  },
}
