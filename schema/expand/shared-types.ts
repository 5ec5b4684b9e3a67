import type { Model } from '../model/model.ts'

/** Scalars, enums and small objects that every ministry publishes alike. */
export const sharedTypes = `
"Ngày theo lịch, YYYY-MM-DD; ngày sinh bị che chỉ còn năm, YYYY · A calendar date, YYYY-MM-DD; a masked birth date is its year, YYYY"
scalar Date @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")
"Thời điểm RFC 3339; chỉ có ngày thì là 0 giờ tại Việt Nam · An instant, RFC 3339; a bare date means midnight in Viet Nam"
scalar DateTime @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")
"Số nguyên 64 bit; chuỗi khi vượt 2^53 · A 64-bit integer; a string beyond 2^53"
scalar BigInt
"Số định danh cá nhân, 12 chữ số; khi bị che chỉ còn ba số cuối · Personal identification number, 12 digits (Decree 137/2015); a masked one shows the last three"
scalar PersonalId

"Chiều sắp xếp · Direction of an order"
enum OrderDirection {
  "Tăng dần, giá trị trống ở cuối · Ascending, absent values last"
  ASC
  "Giảm dần, giá trị trống ở đầu · Descending, absent values first"
  DESC
}

"Chỗ của giá trị trống · Where absent values go"
enum NullsOrder {
  "Ở đầu · First"
  FIRST
  "Ở cuối · Last"
  LAST
}

"Khoảng thời gian · A bucket of time"
enum TimeBucket {
  "Giờ · Hour"
  HOUR
  "Ngày · Day"
  DAY
  "Tuần ISO, từ thứ hai · ISO week, from Monday"
  WEEK
  "Tháng · Month"
  MONTH
  "Quý · Quarter"
  QUARTER
  "Năm · Year"
  YEAR
}

"Một khoảng thời gian vừa qua · A past period of time"
input RelativePeriod {
  "Bao nhiêu đơn vị, 1–1.000 · How many units, 1–1,000"
  amount: Int!
  "Đơn vị · The unit"
  unit: TimeBucket!
}

"Hàm của số đo · Function of a measure"
enum MeasureFunction {
  "Tổng · Sum"
  SUM
  "Trung bình · Mean"
  AVG
  "Nhỏ nhất · Least"
  MIN
  "Lớn nhất · Greatest"
  MAX
  "Độ lệch chuẩn mẫu · Sample standard deviation"
  STDDEV
  "Phương sai mẫu · Sample variance"
  VARIANCE
  "Phân vị · Percentile"
  PERCENTILE
  "Số giá trị khác nhau · Number of different values"
  COUNT_DISTINCT
}

"Kiểm soát tiết lộ đã làm gì với một số liệu · What disclosure control did to a figure"
enum DisclosureStatus {
  "Chính xác, không bị kiểm soát · Exact, not under control"
  EXACT
  "Chịu kiểm soát, được hiện như đã đếm · Under control, shown as counted"
  SHOWN
  "Đã thêm nhiễu hoặc làm tròn · Perturbed by noise or rounded"
  PERTURBED
  "Hiện, nhưng một số số đo bị giữ lại · Shown, but some of its measures are withheld"
  PARTIAL
  "Giữ lại · Withheld"
  SUPPRESSED
  "Cả bảng bị từ chối · The whole table is refused"
  REFUSED
}

"Quy tắc giữ lại số liệu · The rule by which a figure is withheld"
enum DisclosureRule {
  "Không giữ gì · Nothing is withheld"
  NONE
  "Quá ít người, hoặc để bảo vệ một số liệu như thế · Too few people, or to protect such a figure"
  SMALL_CELL
  "Một vài người chiếm gần hết tổng · A few people make up nearly all of a sum"
  CONCENTRATED
  "Giá trị ở rìa là của một người · A value at the edge is one person's"
  EXTREME
  "Bảng quá thưa · The table is too sparse"
  SPARSE
}

"Kiểm soát tiết lộ thống kê, xem docs/disclosure.md · Statistical disclosure control, see docs/disclosure.md"
type Disclosure @shareable @authenticated {
  "Trạng thái · Status"
  status: DisclosureStatus!
  "Quy tắc · The rule"
  rule: DisclosureRule!
  "Lý do, bằng lời; trống khi không giữ gì · The reason in words; absent when nothing is withheld"
  reason: String
}

"Một khoảng số · A band of numbers"
type NumberBand @shareable @authenticated {
  "Từ, kể cả; trống là không có cận · From, included; absent means unbounded"
  from: Float
  "Đến, không kể; trống là không có cận · To, excluded; absent means unbounded"
  to: Float
}

"Vị trí của một trang · Where a page stands"
type PageInfo @shareable @authenticated {
  "Còn trang sau · More rows follow"
  hasNextPage: Boolean!
  "Có trang trước · Rows precede"
  hasPreviousPage: Boolean!
  "Con trỏ đầu trang · Cursor of the first row"
  startCursor: String
  "Con trỏ cuối trang · Cursor of the last row"
  endCursor: String
}
`

const scalarTypes: Readonly<Record<string, string>> = {
  LocalDateTime: `"Ngày giờ theo đồng hồ tại chỗ, không kèm múi giờ, YYYY-MM-DDTHH:MM:SS · Date and time by the local clock, without a zone, YYYY-MM-DDTHH:MM:SS"
scalar LocalDateTime`,
  JSON: `"Giá trị JSON bất kỳ; không lọc được · Any JSON value; cannot be filtered by"
scalar JSON @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc8259")`,
}

/** Scalars that only some ministries need, where this one has them. */
export function usedScalars(model: Model): readonly string[] {
  const used = new Set(
    [...model.types.values()].flatMap((type) => [...type.columns.values()].map((one) => one.type)),
  )
  return Object.entries(scalarTypes).flatMap(([name, text]) => (used.has(name) ? [text] : []))
}
