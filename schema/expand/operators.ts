const ordered = ['eq', 'ne', 'in', 'lt', 'lte', 'gt', 'gte', 'between', 'isNull'] as const
const dated = [...ordered, 'last'] as const
const textual = ['eq', 'ne', 'in', 'startsWith', 'contains', 'isNull'] as const
const plain = ['eq', 'ne', 'in', 'isNull'] as const
const truth = ['eq', 'isNull'] as const

export type Operator = (typeof dated)[number] | (typeof textual)[number]

/** The filter operators that a value of a type takes; an enum takes the plain ones. */
export function operators(type: string): readonly Operator[] {
  switch (type) {
    case 'Int':
    case 'Float':
    case 'BigInt':
    case 'LocalDateTime':
      return ordered
    case 'Date':
    case 'DateTime':
      return dated
    case 'String':
    case 'ID':
      return textual
    case 'Boolean':
      return truth
    default:
      return plain
  }
}

const meanings: Readonly<Record<Operator, string>> = {
  eq: 'Bằng · Equal to',
  ne: 'Khác, kể cả khi trống · Different from, an absent value included',
  in: 'Thuộc danh sách, tối đa 1.000 giá trị · One of a list, at most 1,000 values',
  lt: 'Nhỏ hơn · Less than',
  lte: 'Nhỏ hơn hoặc bằng · Less than or equal to',
  gt: 'Lớn hơn · Greater than',
  gte: 'Lớn hơn hoặc bằng · Greater than or equal to',
  between:
    'Từ giá trị đầu đến giá trị sau, gồm cả hai · From the first to the second, both included',
  last: 'Trong khoảng vừa qua, tính đến lúc hỏi · Within the past period, up to the moment of asking',
  startsWith: 'Bắt đầu bằng · Begins with',
  contains: 'Có chứa · Contains',
  isNull: 'Trống hay không · Absent or not',
}

/** The input type that filters a value of `type`, the same in every ministry so that it composes. */
export function operatorInput(type: string): string {
  const fields = operators(type).map(
    (operator) => `  "${meanings[operator]}"\n  ${operator}: ${operand(type, operator)}`,
  )
  return `"Điều kiện trên giá trị ${type} · Conditions on a ${type}; all that are given must hold"
input ${type}Filter {
${fields.join('\n')}
}`
}

function operand(type: string, operator: Operator): string {
  if (operator === 'isNull') return 'Boolean'
  if (operator === 'last') return 'RelativePeriod'
  if (operator === 'in') return `[${type}!]`
  return operator === 'between' ? `[${type}!]` : type
}
