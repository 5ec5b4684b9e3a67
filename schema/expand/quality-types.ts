import type { Model, TableType } from '../model/model.ts'
import { qualityNames } from '../model/quality-names.ts'
import { scopesDirective } from './scopes-directive.ts'
import { hasRoots } from './usage.ts'

/** What every ministry with rules of quality publishes alike. */
export const qualityTypes = `
"Tiêu chí chất lượng dữ liệu · A criterion of data quality"
enum QualityCriterion {
  "Đúng · Right: as it is, or as the source that is trusted has it"
  ACCURACY
  "Đủ · Complete"
  COMPLETENESS
  "Sạch · Clean: valid, consistent, there once"
  VALIDITY
  "Sống · Alive: kept up to date"
  CURRENCY
  "Thống nhất · At one with other sources"
  AGREEMENT
}

"Loại quy tắc · A kind of rule"
enum QualityKind {
  "Đúng mẫu · Text of a form"
  FORMAT
  "Trong khoảng · Within bounds"
  RANGE
  "Có trong danh mục · A code of a list"
  CODE
  "Bản ghi được dẫn tới có thật · The row that is referred to is there"
  REFERENCE
  "Không trùng · There once"
  UNIQUE
  "Có giá trị · Given"
  COMPLETE
  "Kịp thời · In time"
  TIMELY
  "Đúng số bản ghi · The right number of rows"
  COUNT
  "Khớp tổng · Adds up"
  SUM
  "Khớp với số định danh · As the personal number says"
  PERSONAL_NUMBER
  "Lớp hợp với tuổi · A grade that fits the age"
  GRADE_AGE
  "Khớp với cơ sở dữ liệu khác · As another database has it"
  AGREES
}

"Cách đánh giá · How it was judged"
enum QualityMethod {
  "Mọi bản ghi · All rows"
  FULL
  "Chỉ các bản ghi đã thay đổi, cộng vào số trước · Changed rows, counted on from before"
  INCREMENTAL
  "Mẫu ngẫu nhiên, kèm khoảng tin cậy · A random sample, with an interval"
  SAMPLE
}

"Nơi mà số liệu nói về · What a figure is about"
enum QualityGrain {
  "Cả nước · The country"
  COUNTRY
  "Tỉnh, thành phố · A province"
  PROVINCE
  "Xã, phường, đặc khu · A commune"
  COMMUNE
  "Cơ sở giáo dục, khám chữa bệnh · A school or health facility"
  INSTITUTION
}

"Mức theo ngưỡng · Where a share stands against the thresholds"
enum QualityStanding {
  "Xanh · Green"
  GREEN
  "Vàng · Amber"
  AMBER
  "Đỏ · Red"
  RED
}

"Một điểm chất lượng: số bản ghi đạt trên số bản ghi được đánh giá; trống khi không có bằng chứng, không bao giờ là 100 % · A score: what passes of what was judged; absent where there is no evidence, never 100 %"
type QualityScore @shareable @authenticated {
  "Tiêu chí; trống là mọi tiêu chí · The criterion; absent: all of them"
  criterion: QualityCriterion
  "Số lần đạt · What passes"
  numerator: BigInt
  "Số lần được đánh giá · What was judged"
  denominator: BigInt
  "Tỷ lệ, 0 đến 1 · The share, 0 to 1"
  share: Float
  "Cận dưới: khoảng Wilson 95 % của mẫu, hoặc cận khi số bị giữ lại · Lower bound: Wilson's 95 % interval of a sample, or the bound of a withheld figure"
  lower: Float
  "Cận trên · Upper bound"
  upper: Float
  "Cách đánh giá · How it was judged"
  method: QualityMethod
  "Thời điểm của số liệu · The moment that it stands for"
  asOf: DateTime
  "Mức · Where it stands"
  standing: QualityStanding
  "Kiểm soát tiết lộ · Disclosure control"
  disclosure: Disclosure!
}

"Điểm của một quy tắc · The score of a rule"
type QualityRuleScore @shareable @authenticated {
  "Mã quy tắc · Code of the rule"
  code: ID!
  "Nội dung, tiếng Việt · What it asks, in Vietnamese"
  vi: String!
  "Nội dung, tiếng Anh · What it asks, in English"
  en: String!
  "Loại · Its kind"
  kind: QualityKind!
  "Trường mà quy tắc nói về · The field that it is about"
  field: String
  "Quy tắc về định danh: một bản ghi không đạt làm cả cơ sở dữ liệu đỏ · About an identifier: one row that fails turns the database red"
  identifier: Boolean!
  "Phiên bản của quy tắc · Version of the rule"
  version: Int!
  "Điểm · The score"
  score: QualityScore!
}

"Điểm của một trường · The score of a field"
type QualityFieldScore @shareable @authenticated {
  "Tên trường · Name of the field"
  name: String!
  "Mọi quy tắc của trường · All rules of the field"
  score: QualityScore!
}

"Điểm của một bảng · The scores of a table"
type QualityTableScore @shareable @authenticated {
  "Tên kiểu trong lược đồ · Name of its type in the schema"
  name: String!
  "Số bản ghi của lần đánh giá, trên cả nước · Rows at that time, in the whole country"
  rows: BigInt
  "Mọi quy tắc của bảng · All rules of the table"
  score: QualityScore!
  "Theo từng tiêu chí · By criterion"
  criteria: [QualityScore!]! @listSize(assumedSize: 5)
  "Theo từng trường · By field"
  fields: [QualityFieldScore!]! @listSize(assumedSize: 8)
  "Theo từng quy tắc · By rule"
  rules: [QualityRuleScore!]! @listSize(assumedSize: 12)
  "Trường gốc của danh sách bản ghi cần sửa; trống khi không có · Root field of the worklist; absent where there is none"
  worklist: String
}

"Chất lượng của một cơ sở dữ liệu · The quality of a database"
type DataQuality @shareable @authenticated {
  "Tên cơ sở dữ liệu · Name of the database"
  database: String!
  "Số liệu về cả nước hay một nơi · Whether it is about the country or a place"
  grain: QualityGrain!
  "Mã của nơi; trống là cả nước · Code of the place; absent: the country"
  place: ID
  "Thời điểm cũ nhất của các số liệu · The earliest moment that the figures stand for"
  asOf: DateTime
  "Mức: đỏ nếu có quy tắc định danh không đạt, bất kể điểm chung · Where it stands: red where a rule of an identifier fails, whatever the score"
  standing: QualityStanding
  "Điểm chung của mọi quy tắc · All rules together"
  score: QualityScore!
  "Năm tiêu chí, luôn hiện bên cạnh điểm chung · The five criteria, always beside the score"
  criteria: [QualityScore!]! @listSize(assumedSize: 5)
  "Quy tắc định danh không đạt · Rules of identifiers that fail"
  failedIdentifiers: [ID!]!
  "Ngưỡng xanh, 0 đến 1 · Green from here on, 0 to 1"
  green: Float!
  "Ngưỡng vàng, 0 đến 1 · Amber from here on, 0 to 1"
  amber: Float!
  "Nguồn của các ngưỡng · Where the thresholds come from"
  thresholdsFrom: String!
  "Theo từng bảng · By table"
  tables: [QualityTableScore!]! @listSize(assumedSize: 6)
}

"Điểm của một nơi · The scores of a place"
type QualityPlaceScore @shareable @authenticated {
  "Mã tỉnh, xã hoặc cơ sở · Code of the province, commune or institution"
  code: ID!
  "Điểm của các quy tắc được hỏi · The rules that were asked for"
  score: QualityScore!
}
`

/** The ministry's root fields of quality: its scores, those of places, and the rows that fail for whoever mends them. */
export function qualityRoots(model: Model, pageArguments: string, pageSize: string): string {
  const types = [...model.types.values()].filter(
    (type): type is TableType => type.kind === 'table' && type.quality.length > 0,
  )
  if (types.length === 0) return ''
  const { scores, places, stats, read } = qualityNames(model.ministry)
  const own = types.filter(hasRoots).map(
    (type) =>
      `"Các ${type.name} không đạt một quy tắc chất lượng, để sửa; như lần đánh giá gần nhất · Rows of ${type.name} that fail a rule of quality, to be mended; as last judged"
 ${qualityNames(model.ministry).failures(type.name)}(
 "Mã quy tắc · Code of the rule"
 rule: ID!
 ${pageArguments}): ${type.name}Connection ${pageSize} ${scopesDirective([read])}`,
  )
  return `extend type Query {
"Chất lượng dữ liệu: đúng, đủ, sạch, sống · Data quality: right, complete, clean, alive"
 ${scores}(
 "Cả nước (mặc định) hay một nơi · The country (default) or a place"
 grain: QualityGrain
 "Mã của nơi · Code of the place"
 place: ID): DataQuality ${scopesDirective([stats])}
"Chất lượng theo nơi, thấp nhất trước, nơi bị giữ lại ở cuối; nơi có ít người trong dữ liệu nhạy cảm không được kê · Quality by place, the lowest first, withheld ones last; of sensitive records places of few people are not listed"
 ${places}(
 "Tỉnh, xã hay cơ sở · Provinces, communes or institutions"
 grain: QualityGrain!
 "Chỉ các xã của tỉnh này · Only the communes of this province"
 province: ID
 "Chỉ quy tắc này · Only this rule"
 rule: ID
 "Chỉ tiêu chí này · Only this criterion"
 criterion: QualityCriterion
 "Số nơi, 1–1.000, mặc định 50 · How many, 1–1,000, default 50"
 first: Int): [QualityPlaceScore!] @listSize(assumedSize: 50, slicingArguments: ["first"], requireOneSlicingArgument: false) ${scopesDirective([stats])}
${own.join('\n')}
}`
}
