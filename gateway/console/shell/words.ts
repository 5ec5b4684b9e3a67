import type { Worded } from '../words/language.ts'

const vi = {
  skip: 'Đến nội dung chính',
  pages: 'Các trang',
  development: 'thử nghiệm',
  language: 'Ngôn ngữ',
  theme: 'Giao diện',
  themes: { system: 'Theo hệ thống', light: 'Sáng', dark: 'Tối' },
  account: 'Tài khoản',
  signIn: 'Đăng nhập',
  signOut: 'Đăng xuất',
  until: 'Phiên đến',
}

export const shellWords: Worded<typeof vi> = {
  vi,
  en: {
    skip: 'To the content',
    pages: 'Pages',
    development: 'development',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    account: 'Account',
    signIn: 'Sign in',
    signOut: 'Sign out',
    until: 'Signed in until',
  },
}
