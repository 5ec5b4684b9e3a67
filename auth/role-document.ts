import { type Permission, permissions } from './permission.ts'
import { type RoleTable, type RowRule, roleTable } from './role-table.ts'
import { type Role, roles } from './role.ts'
import { tableText } from './table-text.ts'

const titles: Readonly<Record<Role, string>> = {
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
}

const rows: Readonly<Record<RowRule, string>> = {
  whole: 'tất cả · all',
  own: 'của chính mình (`pin`) · about oneself (`pin`)',
  area: 'trong các xã (`communes`), nếu không có thì tỉnh (`provinces`) · in the communes, or else the provinces, that the token names',
  facilities:
    'của các cơ sở khám chữa bệnh (`facilities`) · of the health facilities that the token names',
  institutions:
    'của các cơ sở giáo dục (`institutions`) · of the institutions that the token names',
  'by-key': 'tra theo đúng mã · looked up by exact code',
}

const introduction = `# Vai trò và quyền · Roles and permissions

Tệp này được tạo từ \`auth/role-table.ts\`; một phép thử giữ cho hai nơi bằng nhau.
This page is made from \`auth/role-table.ts\`; a test keeps the two equal.

Quyền là phạm vi OAuth: \`read\` mở bản ghi, \`stats\` mở số tổng hợp, \`verify\` mở câu trả lời có/không.
Điều gì không ghi ở đây đều bị từ chối. Token nêu nhiều vai trò thì có tổng các quyền của chúng; quyền không mở
bản ghi nào, vì token không nêu nơi hay người nào, thì coi như không có.
A permission is an OAuth scope: \`read\` opens rows, \`stats\` opens totals, \`verify\` opens yes/no answers.
What is not listed is denied. A token that names several roles holds the sum of their permissions; a
permission that opens no row, because the token names no place or person, is not held at all.
`

/** The page docs/roles.md: what each role may read, in Vietnamese and English. */
export function roleDocument(table: RoleTable = roleTable): string {
  const sections = roles.map((role) => {
    const held = permissions.flatMap((permission) => {
      const rule = table[role][permission]
      return rule === undefined ? [] : [[code(permission), rows[rule]] as const]
    })
    return `## ${titles[role]} (\`${role}\`)\n\n${tableText([['Quyền · Permission', 'Bản ghi · Rows'], ...held])}`
  })
  return [introduction, ...sections].join('\n')
}

function code(permission: Permission): string {
  return `\`${permission}\``
}
