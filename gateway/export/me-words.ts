import { type DataClass, dataClasses } from '../../auth/data-class.ts'
import { dataCategories } from '../../auth/record-class.ts'
import { allRoles } from '../../auth/role.ts'
import { roleTitles } from '../../auth/role-title.ts'
import { type Label, labelOf } from './me-labels.ts'

const word = (vi: string, en: string): Label => Object.freeze({ vi, en })

/** The sections of an export, in the order of me.graphql, under the ministry whose they are. */
export const parts: readonly {
  readonly ministry: Label
  readonly sections: Readonly<Record<string, Label>>
}[] = [
  {
    ministry: word('Dân cư', 'Population'),
    sections: { person: word('Nhân thân và cư trú', 'Person and residence') },
  },
  {
    ministry: word('Đất đai', 'Land'),
    sections: {
      landRegistrations: word('Giấy chứng nhận', 'Land certificates'),
      parcels: word('Thửa đất', 'Parcels'),
    },
  },
  {
    ministry: word('Y tế', 'Health'),
    sections: {
      prescriptions: word('Đơn thuốc', 'Prescriptions'),
      dispenses: word('Lượt mua thuốc', 'Medicines bought'),
    },
  },
  {
    ministry: word('Giáo dục', 'Education'),
    sections: { enrolments: word('Học tập', 'Enrolments') },
  },
  {
    ministry: word('Nhật ký truy cập', 'Access log'),
    sections: { accessLog: word('Ai đã đọc dữ liệu của tôi', 'Who read my data') },
  },
]

const ministries: Readonly<Record<string, Label>> = {
  population: word('dân cư', 'population'),
  land: word('đất đai', 'land'),
  health: word('y tế', 'health'),
  education: word('giáo dục', 'education'),
  steering: word('chỉ đạo, điều hành', 'steering'),
  oversight: word('nhật ký truy cập', 'access log'),
  reference: word('danh mục dùng chung', 'shared catalogues'),
}

const levels: Readonly<Record<DataClass, Label>> = {
  BASIC: word('cơ bản', 'basic'),
  SENSITIVE: word('nhạy cảm', 'sensitive'),
  RESTRICTED: word('hạn chế', 'restricted'),
}

const categories: Readonly<Record<(typeof dataCategories)[number], Label>> = {
  IDENTITY: word('nhân thân', 'identity'),
  CIVIL_STATUS: word('hộ tịch', 'civil status'),
  FAMILY: word('gia đình', 'family'),
  RESIDENCE: word('cư trú', 'residence'),
  PROPERTY: word('tài sản', 'property'),
  EDUCATION: word('học tập', 'education'),
  ETHNICITY: word('dân tộc', 'ethnicity'),
  HEALTH: word('sức khỏe', 'health'),
  ACCESS: word('nhật ký truy cập', 'access log'),
}

/** What the access log says in words of the system, by the field that holds it; an unknown one stays. */
export const logWords: Readonly<Record<string, (name: string) => Label>> = {
  ministries: (name) => ministries[name] ?? word(name, name),
  roles: (name) => {
    const role = allRoles.find((one) => one === name)
    return role === undefined ? word(name, name) : labelOf(roleTitles[role], role)
  },
  classes: (name) => {
    const level = dataClasses.find((one) => name.startsWith(`${one} `))
    const category = dataCategories.find((one) => name.endsWith(` ${one}`))
    if (level === undefined || category === undefined) return word(name, name)
    const [about, how] = [categories[category], levels[level]]
    return word(`${about.vi} (${how.vi})`, `${about.en} (${how.en})`)
  },
}

/** Why a part is not there, by error code. */
export const reasons: Readonly<Record<string, Label>> = {
  MINISTRY_UNAVAILABLE: word('cơ quan không trả lời', 'the ministry did not answer'),
  DEADLINE_EXCEEDED: word('cơ quan trả lời quá chậm', 'the ministry answered too late'),
  AUDIT_UNAVAILABLE: word('không ghi được nhật ký', 'the access could not be recorded'),
  NO_RECORD: word('không có bản ghi', 'there is no record'),
  TOO_MANY_ROWS: word('quá nhiều bản ghi', 'too many records'),
}
