import type { Language } from './language.ts'

/** What a coded error means to a reader: Vietnamese, English. */
const codes: Readonly<Record<string, readonly [string, string]>> = {
  UNREACHABLE: ['Không kết nối được với cổng.', 'The gateway cannot be reached.'],
  UNAUTHENTICATED: ['Bạn cần đăng nhập lại.', 'You need to sign in again.'],
  FORBIDDEN: ['Bạn không có quyền xem phần này.', 'You may not see this.'],
  PURPOSE_REQUIRED: ['Cần chọn mục đích sử dụng dữ liệu.', 'A purpose is needed to read this.'],
  BAD_USER_INPUT: ['Có giá trị chưa đúng.', 'A value is not right.'],
  GRAPHQL_PARSE_FAILED: ['Truy vấn viết chưa đúng cú pháp.', 'The query cannot be read.'],
  GRAPHQL_VALIDATION_FAILED: [
    'Truy vấn không khớp với lược đồ bạn được xem.',
    'The query does not fit the schema that you may see.',
  ],
  DOCUMENT_TOO_LARGE: ['Truy vấn quá lớn.', 'The query is too large.'],
  COST_EXCEEDED: ['Truy vấn tốn quá hạn mức.', 'The query costs more than its budget.'],
  RATE_LIMITED: [
    'Bạn đã hỏi quá nhiều trong thời gian ngắn.',
    'Too many questions in a short time.',
  ],
  DOCUMENT_NOT_TRUSTED: ['Truy vấn chưa được đăng ký.', 'The document is not registered.'],
  CONFLICT: ['Nội dung đã đổi trong lúc bạn xem.', 'It has changed while you looked.'],
  HISTORY_TOO_SHORT: ['Chuỗi quá ngắn để dự báo.', 'The series is too short for a forecast.'],
  MINISTRY_UNAVAILABLE: ['Một cơ sở dữ liệu đang không trả lời.', 'A database does not answer.'],
  DEADLINE_EXCEEDED: ['Quá thời hạn trả lời.', 'The answer took too long.'],
  OVERLOADED: [
    'Cổng đang quá tải; hãy thử lại sau giây lát.',
    'The gateway has too much to do; try again in a moment.',
  ],
  AUDIT_UNAVAILABLE: [
    'Không ghi được nhật ký, nên không trả dữ liệu.',
    'The journal cannot be written, so no data is given.',
  ],
}

const unknown: readonly [string, string] = ['Có lỗi xảy ra.', 'Something went wrong.']

export function codeWords(language: Language, code: string): string {
  const [vi, en] = codes[code] ?? unknown
  return language === 'vi' ? vi : en
}
