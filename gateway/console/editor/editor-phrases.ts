import type { Language } from '../words/language.ts'

const vi: Readonly<Record<string, string>> = {
  Find: 'Tìm',
  Replace: 'Thay bằng',
  next: 'tiếp',
  previous: 'trước',
  all: 'tất cả',
  'match case': 'phân biệt hoa thường',
  'by word': 'cả từ',
  regexp: 'biểu thức',
  replace: 'thay',
  'replace all': 'thay hết',
  close: 'đóng',
  'Go to line': 'Đến dòng',
  go: 'đến',
  'current match': 'kết quả hiện tại',
  'on line': 'ở dòng',
  'replaced match on line $': 'đã thay ở dòng $',
  'replaced $ matches': 'đã thay $ chỗ',
  Completions: 'Gợi ý',
  Diagnostics: 'Lỗi',
  'No diagnostics': 'Không có lỗi',
  'Selection deleted': 'Đã xoá phần chọn',
}

/** The editor's own words. Its English needs no table. */
export function editorPhrases(language: Language): Readonly<Record<string, string>> {
  return language === 'vi' ? vi : {}
}
