import { dataClasses } from './data-class.ts'
import { disclosureProfiles } from './disclosure-profile.ts'
import { type DisclosureTable, disclosureTable } from './disclosure-table.ts'
import { permissions, standardPermissions } from './permission.ts'
import { type RoleTable, type RowRule, roleTable } from './role-table.ts'
import { allRoles } from './role.ts'
import { roleTitles } from './role-title.ts'
import { tableText } from './table-text.ts'

const rows: Readonly<Record<RowRule, string>> = {
  whole: 'tất cả · all',
  own: 'của chính mình (`pin`) · about oneself (`pin`)',
  area: 'trong các xã (`communes`), nếu không có thì tỉnh (`provinces`) · in the communes, or else the provinces, that the token names',
  facilities:
    'của các cơ sở khám chữa bệnh (`facilities`) · of the health facilities that the token names',
  institutions:
    'của các cơ sở giáo dục (`institutions`) · of the institutions that the token names',
  agency: 'của bộ, ngành mà token nêu (`agency`) · of the ministry that the token names (`agency`)',
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

Dấu \`*\` là bộ, ngành bất kỳ không có quyền liệt kê riêng ở đây.
\`*\` stands for any ministry that has no permissions of its own in these lists.
`

const disclosure = `## Bảo vệ số liệu tổng hợp · Disclosure control

Vai trò không được đọc bản ghi thì nhận số tổng hợp theo một cấu hình, chọn theo vai trò và theo loại dữ liệu nhạy cảm
nhất mà câu trả lời dựa vào. Vai trò không có ở bảng này theo cấu hình chặt nhất. Xem docs/disclosure.md.
A role that may not read the rows gets statistics under a profile, by the role and by the most sensitive class of
data that the answer rests on. Whoever has no role of the table has the strictest. See docs/disclosure.md.
`

/** The page docs/roles.md: what each role may read, in Vietnamese and English. */
export function roleDocument(
  table: RoleTable = roleTable,
  profiles: DisclosureTable = disclosureTable,
): string {
  const sections = allRoles.map((role) => {
    const held = [...permissions, ...standardPermissions].flatMap((permission) => {
      const rule = table[role][permission]
      return rule === undefined ? [] : [[code(permission), rows[rule]] as const]
    })
    return `## ${roleTitles[role]} (\`${role}\`)\n\n${tableText([['Quyền · Permission', 'Bản ghi · Rows'], ...held])}`
  })
  return [introduction, ...sections, disclosure, tableGrid(profiles), profileGrid()].join('\n')
}

function tableGrid(table: DisclosureTable): string {
  const body = allRoles.flatMap((role) => {
    const row = table[role]
    return row === undefined
      ? []
      : [[roleTitles[role], ...dataClasses.map((level) => code(row[level]))]]
  })
  return tableText([['Vai trò · Role', ...dataClasses.map(code)], ...body])
}

function profileGrid(): string {
  const head = [
    'Cấu hình · Profile',
    'Ngưỡng người · Threshold',
    'Số 0 · Zeros',
    'Làm tròn · Rounding',
    'Nhiễu · Noise',
    'Bộ lọc và ô mỗi ngày · Filters and cells a day',
  ]
  const body = disclosureProfiles.map(({ name, threshold, zeros, rounding, noise, budget }) => [
    code(name),
    String(threshold),
    zeros === 'shown' ? 'hiện · shown' : 'ẩn · hidden',
    rounding === 1 ? 'không · none' : String(rounding),
    noise ? 'có · on' : 'không · off',
    `${budget.filters} / ${budget.cells}`,
  ])
  return tableText([head, ...body])
}

function code(name: string): string {
  return `\`${name}\``
}
