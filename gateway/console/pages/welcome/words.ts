import type { Worded } from '../../words/language.ts'

const vi = {
  tab: 'Chào mừng',
  title: 'Một nơi hỏi, nhiều cơ sở dữ liệu cùng trả lời',
  lead: 'Liên Thông nối các cơ sở dữ liệu của bộ, ngành để trả lời chung một câu hỏi. Mỗi lượt truy cập có mục đích, có căn cứ và được ghi lại; người dân xem được ai đã xem dữ liệu của mình.',
  signIn: 'Đăng nhập',
  forWhom: 'Dành cho ai',
  ways: [
    {
      title: 'Người dân',
      text: 'Xem dữ liệu của mình ở mọi bộ, ngành; ai đã xem, khi nào, vì sao, theo luật nào.',
    },
    {
      title: 'Chuyên viên phân tích',
      text: 'Hỏi số liệu tổng hợp toàn chính phủ, vẽ biểu đồ, xuất bảng, lưu báo cáo.',
    },
    {
      title: 'Bộ, ngành',
      text: 'Công bố cơ sở dữ liệu của mình, biết ai đang dùng trường nào và ai đã đọc.',
    },
    {
      title: 'Người làm ứng dụng',
      text: 'Một lược đồ có kiểu, mã lỗi ổn định, đoạn mã mẫu và mã truy cập để thử.',
    },
  ],
}

export const welcomeWords: Worded<typeof vi> = {
  vi,
  en: {
    tab: 'Welcome',
    title: 'One place to ask, many databases answer together',
    lead: 'Liên Thông joins the databases of ministries so that they answer one question. Every access has a purpose and a legal basis and is recorded; citizens see who looked at their data.',
    signIn: 'Sign in',
    forWhom: 'For whom',
    ways: [
      {
        title: 'Citizens',
        text: 'See your own data in every ministry; who looked at it, when, why and by which law.',
      },
      {
        title: 'Analysts',
        text: 'Ask for government-wide figures, draw them, export them, keep them as reports.',
      },
      {
        title: 'Ministries',
        text: 'Publish your database, and know who uses which field and who has read it.',
      },
      {
        title: 'Application developers',
        text: 'A typed schema, stable error codes, code to start from and a token to try it with.',
      },
    ],
  },
}
