import type { Role } from './role.ts'

/** What a role is called: Vietnamese, a middle dot, English. */
export const roleTitles: Readonly<Record<Role, string>> = {
  citizen: 'Công dân · Citizen',
  officer: 'Cán bộ dân cư · Population officer',
  doctor: 'Bác sĩ · Doctor',
  pharmacist: 'Dược sĩ · Pharmacist',
  'land-officer': 'Cán bộ địa chính · Land officer',
  'school-officer': 'Cán bộ giáo dục · School officer',
  analyst: 'Chuyên viên phân tích · Analyst',
  application: 'Ứng dụng · Application',
  publisher: 'Đơn vị công bố dữ liệu · Publisher',
  inspector: 'Thanh tra · Inspector',
  operator: 'Vận hành · Operator',
  reconciler: 'Dịch vụ đối chiếu dữ liệu · Reconciliation service',
}
