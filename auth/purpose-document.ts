import { type CompartmentTable, compartmentTable } from './compartment-table.ts'
import { type MaskKind, type Masks, maskKinds } from './mask.ts'
import { type MaskTable, maskTable } from './mask-table.ts'
import { emergencyNotice, type Purpose } from './purpose.ts'
import { purposeTable } from './purpose-table.ts'
import { roles } from './role.ts'
import { tableText } from './table-text.ts'

const introduction = `# Mục đích, ngăn kín và che dữ liệu · Purposes, compartments and masks

Tệp này được tạo từ các bảng trong \`auth/\` (\`purpose-table.ts\`, \`compartment-table.ts\`, \`mask-table.ts\`); một phép thử giữ
cho chúng bằng nhau. Ai đọc hồ sơ của một người phải nêu mục đích đã đăng ký (tiêu đề \`X-Purpose\`); số tổng hợp không
cần mục đích, nhưng thiếu mục đích thì không chính xác đến từng người (docs/disclosure.md). Lớp dữ liệu nào mục đích không mở thì không được đọc, không được lọc hay sắp xếp theo.
This page is made from the tables in \`auth/\` (\`purpose-table.ts\`, \`compartment-table.ts\`, \`mask-table.ts\`); a test keeps them
equal. Whoever reads a record of a person names a registered purpose (the header \`X-Purpose\`); statistics take none,
and are then not exact to single persons (docs/disclosure.md). A class of data that the purpose does not open is neither read, nor filtered or ordered by.

Căn cứ pháp lý được dẫn theo bản tóm tắt, chưa phải ý kiến pháp lý; thời hạn người dân được thấy lượt truy cập là chính
sách của hệ thống này. Legal references follow a survey and are no legal opinion; when a person sees an access is a policy of
this house.

## Mục đích · Purposes
`

const emergencyText = `## Khẩn cấp · Emergencies

Mục đích ghi "khẩn cấp" được dùng ngay, không cần ai cho phép trước; mọi quy tắc khác vẫn giữ: vai trò, lớp dữ liệu, phạm vi
hàng, ngăn kín và che dữ liệu. Mỗi yêu cầu được đánh dấu \`emergency\` trong nhật ký trước khi một bộ, ngành được hỏi; câu trả lời
nói điều đó (\`extensions.purpose\`); người dân thấy lượt truy cập theo thời hạn của mục đích; thanh tra tìm các lượt ấy và rà
soát sau (\`accessSearch(emergency: true)\`, docs/citizens.md). Câu báo cho người đọc:
A purpose marked as one for emergencies is used at once, without anybody's leave; every other rule stands: roles, classes of
data, rows, compartments and masks. Each request is flagged \`emergency\` in the journal before a ministry is asked; the answer
says so (\`extensions.purpose\`); the person sees the access when the purpose says; an inspector finds these accesses and
reviews them afterwards (\`accessSearch(emergency: true)\`, docs/citizens.md). What the reader is told:

> ${emergencyNotice.vi}
>
> ${emergencyNotice.en}
`

const compartmentsText = `## Ngăn kín · Compartments

Hàng trong ngăn kín chỉ hiện với người đọc có tên dưới đây, cho đúng mục đích ấy. Với mọi người khác, kể cả số tổng hợp,
hàng ấy không tồn tại: không đọc, lọc, nhóm, nối hay đếm được. Vì vậy tổng số đơn thuốc không gồm các đơn trong ngăn kín.
A row in a compartment is there for the readers named here, for that purpose. For everybody else, statistics included, it
does not exist: it cannot be read, filtered by, grouped, joined or counted. Totals of prescriptions therefore leave out those
in a compartment.
`

const masksText = `## Che dữ liệu · Masks

Mỗi vai trò thấy số định danh, họ tên và ngày sinh đến đâu, theo mục đích. Dữ liệu bị che không được dùng để lọc, sắp xếp
hay nhóm (\`FORBIDDEN\`, nêu tên trường); tra một hồ sơ bằng đúng khóa của nó thì được, vì người hỏi đã biết khóa.
How each role sees a personal number, a name and a birth date, by purpose. What is masked filters, orders and groups nothing
(\`FORBIDDEN\`, with the coordinate); a record may be looked up by its exact key, which the caller then knows already. Several
roles see what the one that sees most does. A masked number still narrows down who a person may be: it is no anonymity.
`

/** The classes of data that a purpose opens. */
function opened({ classes }: Purpose): string {
  if (classes.length === 0) return 'không hồ sơ nào, chỉ số tổng hợp · no record, statistics alone'
  return classes.map((one) => `\`${one}\``).join(', ')
}

const shapes: Readonly<Record<Masks[MaskKind], string>> = {
  WHOLE: 'đủ · whole',
  LAST_THREE: '`*********123`',
  INITIALS: '`N. T. M. H.`',
  YEAR: '`1988`',
}

/** What the page is made from. */
export interface PurposeTables {
  readonly purposes: ReadonlyMap<string, Purpose>
  readonly compartments: CompartmentTable
  readonly masks: MaskTable
}

const reviewed: PurposeTables = {
  purposes: purposeTable,
  compartments: compartmentTable,
  masks: maskTable,
}

/** The page docs/purposes.md, in Vietnamese and English. */
export function purposeDocument(tables: PurposeTables = reviewed): string {
  return [
    introduction,
    ...[...tables.purposes.values()].map(section),
    emergencyText,
    compartmentsText,
    compartmentGrid(tables.compartments),
    masksText,
    maskGrid(tables.masks),
  ].join('\n')
}

function section(purpose: Purpose): string {
  const { id, title, basis, reference, visible, emergency, automatic } = purpose
  const seen =
    visible === 'AT_ONCE'
      ? 'ngay · at once'
      : `sau ${visible.afterDays} ngày · after ${visible.afterDays} days`
  const marks = [
    ...(emergency
      ? ['khẩn cấp: dùng trước, rà soát sau · emergency: used at once, reviewed afterwards']
      : []),
    ...(automatic ? ['tự chọn, không cần nêu · taken by itself, need not be named'] : []),
  ]
  return `### \`${id}\`

${title.vi} · ${title.en}${marks.length === 0 ? '' : ` (${marks.join('; ')})`}

- Căn cứ · Basis: ${basis.vi} · ${basis.en} (${reference})
- Vai trò · Roles: ${purpose.roles.map((role) => `\`${role}\``).join(', ')}
- Mở · Opens: ${opened(purpose)}
- Người dân thấy lượt truy cập · The person sees the access: ${seen}
`
}

function compartmentGrid(table: CompartmentTable): string {
  const rows = Object.entries(table).map(([name, { holds, reference, readers }]) => [
    `\`${name}\``,
    holds,
    readers.map(({ role, purpose }) => `\`${role}\`: \`${purpose}\``).join(', '),
    reference,
  ])
  return tableText([
    ['Ngăn · Compartment', 'Gồm · Holds', 'Người đọc · Readers', 'Căn cứ · Basis'],
    ...rows,
  ])
}

function maskGrid(table: MaskTable): string {
  const rows = roles.flatMap((role) =>
    Object.entries(table[role] ?? {}).map(([purpose, masks]) => [
      `\`${role}\``,
      `\`${purpose}\``,
      ...maskKinds.map((kind) => shapes[masks[kind]]),
    ]),
  )
  return tableText([
    ['Vai trò · Role', 'Mục đích · Purpose', 'Số · Number', 'Tên · Name', 'Ngày sinh · Birth date'],
    ...rows,
  ])
}
