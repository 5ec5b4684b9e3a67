import { ministry } from '../kit/ministry.ts'

/** The national education and training database. */
export const education = ministry({
  name: 'education',
  port: 4005,
  folder: new URL('.', import.meta.url),
  title: {
    vi: 'Cơ sở dữ liệu quốc gia về giáo dục và đào tạo',
    en: 'National education and training database',
  },
})
