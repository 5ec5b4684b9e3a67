import type { AggregateFunction } from './model.ts'

export interface MeasureFunction {
  readonly fn: AggregateFunction
  /** Name of its field in a measure. */
  readonly field: string
  /** Vietnamese and English. */
  readonly text: string
  /** GraphQL type of its value over a column of `type`. */
  readonly typeOver: (type: string) => string
}

const asColumn = (type: string): string => type
const double = (): string => 'Float'

/** Sums of whole numbers are 64-bit; means and spreads floating point; least and greatest keep their type. */
export const measureFunctions: readonly MeasureFunction[] = Object.freeze([
  {
    fn: 'SUM',
    field: 'sum',
    text: 'Tổng, trống khi không có bản ghi · Sum; absent when there is no row',
    typeOver: (type) => (type === 'Int' || type === 'BigInt' ? 'BigInt' : 'Float'),
  },
  { fn: 'AVG', field: 'avg', text: 'Trung bình · Mean', typeOver: double },
  { fn: 'MIN', field: 'min', text: 'Nhỏ nhất · Least', typeOver: asColumn },
  { fn: 'MAX', field: 'max', text: 'Lớn nhất · Greatest', typeOver: asColumn },
  {
    fn: 'STDDEV',
    field: 'stddev',
    text: 'Độ lệch chuẩn mẫu, trống khi dưới hai bản ghi · Sample standard deviation; absent below two rows',
    typeOver: double,
  },
  {
    fn: 'VARIANCE',
    field: 'variance',
    text: 'Phương sai mẫu, trống khi dưới hai bản ghi · Sample variance; absent below two rows',
    typeOver: double,
  },
  {
    fn: 'PERCENTILE',
    field: 'percentile',
    text: 'Phân vị, nội suy giữa các giá trị · Percentile, interpolated between values',
    typeOver: double,
  },
  {
    fn: 'COUNT_DISTINCT',
    field: 'countDistinct',
    text: 'Số giá trị khác nhau · Number of different values',
    typeOver: () => 'BigInt',
  },
])

/** The functions that a column's ministry declares, in their usual order. */
export function declaredFunctions(
  declared: readonly AggregateFunction[],
): readonly MeasureFunction[] {
  return measureFunctions.filter(({ fn }) => declared.includes(fn))
}
