import { checkedPurposeTable } from './checked-purpose-table.ts'
import type { Purpose } from './purpose.ts'
import type { Role } from './role.ts'

const household = ['BASIC IDENTITY', 'BASIC RESIDENCE', 'BASIC FAMILY'] as const
const medical = ['SENSITIVE HEALTH', 'RESTRICTED HEALTH'] as const

const stateBody = {
  vi: 'Hoạt động của cơ quan nhà nước theo luật',
  en: 'Activity of a state body by law',
} as const

const otherLaw = { vi: 'Luật khác quy định', en: 'As another law provides' } as const

const registered: readonly Purpose[] = [
  {
    id: 'citizen-self',
    title: { vi: 'Công dân xem dữ liệu của chính mình', en: 'A citizen reads their own data' },
    basis: { vi: 'Quyền của chủ thể dữ liệu', en: 'Rights of the data subject' },
    reference: '356/2025/NĐ-CP, Art 5',
    roles: ['citizen'],
    classes: [
      ...household,
      ...medical,
      'BASIC CIVIL_STATUS',
      'BASIC PROPERTY',
      'BASIC EDUCATION',
      'SENSITIVE ETHNICITY',
      'BASIC ACCESS',
    ],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: true,
  },
  {
    id: 'access-inspection',
    title: { vi: 'Thanh tra việc truy cập dữ liệu', en: 'Inspection of who read data' },
    basis: stateBody,
    reference: '278/2025/NĐ-CP, Art 13, 14',
    roles: ['inspector'],
    classes: ['BASIC ACCESS'],
    visible: { afterDays: 90 },
    emergency: false,
    automatic: false,
  },
  {
    id: 'population-management',
    title: { vi: 'Quản lý dân cư', en: 'Keeping the population register' },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 26/2023/QH15, Art 9',
    roles: ['officer'],
    classes: [...household, 'BASIC CIVIL_STATUS', 'SENSITIVE ETHNICITY'],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'residence-confirmation',
    title: { vi: 'Xác nhận nơi cư trú', en: 'Confirming residence' },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 26/2023/QH15, Art 9',
    roles: ['officer'],
    classes: household,
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'civil-defence',
    title: { vi: 'Phòng thủ dân sự', en: 'Civil defence' },
    basis: {
      vi: 'Tình trạng khẩn cấp quốc gia, an ninh quốc gia',
      en: 'National emergency and national security',
    },
    reference: '91/2025/QH15, Art 19(1)(b)',
    roles: ['officer'],
    classes: household,
    visible: { afterDays: 30 },
    emergency: true,
    automatic: false,
  },
  {
    id: 'epidemic-response',
    title: { vi: 'Ứng phó dịch bệnh', en: 'Response to an epidemic' },
    basis: {
      vi: 'Tình trạng khẩn cấp quốc gia, an ninh quốc gia',
      en: 'National emergency and national security',
    },
    reference: '91/2025/QH15, Art 19(1)(b)',
    // An emergency opens a class; analysts read no rows, so that they get statistics alone, and say why.
    roles: ['analyst'],
    classes: ['BASIC RESIDENCE'],
    visible: 'AT_ONCE',
    emergency: true,
    automatic: false,
  },
  {
    id: 'land-registration',
    title: { vi: 'Đăng ký đất đai', en: 'Land registration' },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 31/2024/QH15',
    roles: ['land-officer'],
    classes: [...household, 'BASIC PROPERTY'],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'land-inspection',
    title: { vi: 'Kiểm tra đất đai', en: 'Inspection of land' },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 31/2024/QH15',
    roles: ['land-officer'],
    classes: ['BASIC IDENTITY', 'BASIC FAMILY', 'BASIC PROPERTY'],
    visible: { afterDays: 90 },
    emergency: false,
    automatic: false,
  },
  {
    id: 'treatment',
    title: { vi: 'Khám bệnh, chữa bệnh', en: 'Treatment of a patient' },
    basis: otherLaw,
    reference: '91/2025/QH15, Art 19(1)(đ); 26/2025/TT-BYT',
    roles: ['doctor'],
    classes: medical,
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'hiv-treatment',
    title: { vi: 'Điều trị HIV', en: 'Treatment of HIV' },
    basis: { vi: 'Danh sách kín những người được biết', en: 'Closed list of readers' },
    reference: '71/2020/QH14, Art 30',
    roles: ['doctor'],
    classes: medical,
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'emergency-care',
    title: { vi: 'Cấp cứu', en: 'Emergency care' },
    basis: { vi: 'Trường hợp khẩn cấp', en: 'Emergency' },
    reference: '91/2025/QH15, Art 19(1)(a)',
    roles: ['doctor', 'pharmacist'],
    classes: medical,
    visible: 'AT_ONCE',
    emergency: true,
    automatic: false,
  },
  {
    id: 'dispensing',
    title: { vi: 'Bán thuốc theo đơn', en: 'Dispensing a prescription' },
    basis: otherLaw,
    reference: '91/2025/QH15, Art 19(1)(đ); 26/2025/TT-BYT',
    roles: ['pharmacist'],
    classes: medical,
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'school-records',
    title: { vi: 'Quản lý hồ sơ người học', en: 'Keeping the records of learners' },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 88/2026/NĐ-CP',
    roles: ['school-officer'],
    classes: ['BASIC IDENTITY', 'BASIC RESIDENCE', 'BASIC EDUCATION'],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'identity-check',
    title: { vi: 'Xác minh danh tính', en: 'Checking an identity' },
    basis: { vi: 'Sự đồng ý của chủ thể dữ liệu', en: "The data subject's consent" },
    reference: '91/2025/QH15',
    roles: ['application'],
    classes: ['BASIC IDENTITY'],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'indicator-evaluation',
    title: { vi: 'Tính chỉ tiêu chỉ đạo, điều hành', en: 'Evaluating the indicators to steer by' },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 1012/QĐ-TTg, Annex II',
    roles: ['analyst'],
    // Statistics alone: it opens no record of a person.
    classes: [],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'data-snapshot',
    title: {
      vi: 'Cung cấp số liệu tổng hợp cho kho dữ liệu',
      en: 'Providing aggregates for a data store',
    },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 60/2024/QH15',
    roles: ['analyst'],
    // As above.
    classes: [],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
  {
    id: 'source-agreement',
    title: {
      vi: 'Đối chiếu dữ liệu giữa các cơ sở dữ liệu, theo mẫu ngẫu nhiên',
      en: 'Comparing the databases with each other, by random samples',
    },
    basis: stateBody,
    reference: '91/2025/QH15, Art 19(1)(c); 26/2023/QH15, Art 9',
    roles: ['reconciler'],
    // What its role may ask is numbers of records that agree; the class is that of what they are made from.
    classes: ['BASIC IDENTITY'],
    visible: 'AT_ONCE',
    emergency: false,
    automatic: false,
  },
]

/** Every registered purpose, by id. docs/purposes.md prints it. */
export const purposeTable: ReadonlyMap<string, Purpose> = checkedPurposeTable(registered)

/** The purposes that any of these roles may name. */
export function purposesOf(
  held: readonly Role[],
  table: ReadonlyMap<string, Purpose> = purposeTable,
): readonly Purpose[] {
  return [...table.values()].filter((purpose) => purpose.roles.some((role) => held.includes(role)))
}
