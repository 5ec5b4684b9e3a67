/** A code of land use; `contested` where the sources at hand disagree about it. */
export interface LandUseCodeRow {
  readonly code: string
  readonly group: 'AGRICULTURAL' | 'NON_AGRICULTURAL' | 'UNUSED'
  readonly nameVi: string
  readonly nameEn: string
  readonly contested: boolean
}

type Named = readonly [code: string, nameVi: string, nameEn: string]

const agricultural: readonly Named[] = [
  ['LUC', 'Đất chuyên trồng lúa', 'Wet-rice land'],
  ['LUK', 'Đất trồng lúa còn lại', 'Other rice land'],
  ['HNK', 'Đất trồng cây hằng năm khác', 'Other annual crops'],
  ['CLN', 'Đất trồng cây lâu năm', 'Perennial crops'],
  ['RSX', 'Đất rừng sản xuất', 'Production forest'],
  ['RPH', 'Đất rừng phòng hộ', 'Protection forest'],
  ['RDD', 'Đất rừng đặc dụng', 'Special-use forest'],
  ['NTS', 'Đất nuôi trồng thủy sản', 'Aquaculture'],
  ['CNT', 'Đất chăn nuôi tập trung', 'Concentrated livestock'],
  ['LMU', 'Đất làm muối', 'Salt making'],
  ['NKH', 'Đất nông nghiệp khác', 'Other agricultural land'],
]

const nonAgricultural: readonly Named[] = [
  ['ONT', 'Đất ở tại nông thôn', 'Rural residential land'],
  ['ODT', 'Đất ở tại đô thị', 'Urban residential land'],
  ['TSC', 'Đất xây dựng trụ sở cơ quan', 'Offices of state bodies'],
  ['CQP', 'Đất quốc phòng', 'National defence'],
  ['CAN', 'Đất an ninh', 'Public security'],
  ['DVH', 'Đất xây dựng cơ sở văn hóa', 'Culture'],
  ['DYT', 'Đất xây dựng cơ sở y tế', 'Health care'],
  ['DGD', 'Đất xây dựng cơ sở giáo dục và đào tạo', 'Education and training'],
  ['DTT', 'Đất xây dựng cơ sở thể dục, thể thao', 'Sports'],
  ['DKH', 'Đất xây dựng cơ sở khoa học và công nghệ', 'Science and technology'],
  ['TMD', 'Đất thương mại, dịch vụ', 'Commerce and services'],
  ['SKC', 'Đất cơ sở sản xuất phi nông nghiệp', 'Non-agricultural production'],
  ['SKS', 'Đất sử dụng cho hoạt động khoáng sản', 'Mining'],
  ['DGT', 'Đất công trình giao thông', 'Transport'],
  ['DTL', 'Đất công trình thủy lợi', 'Irrigation'],
  ['DRA', 'Đất công trình xử lý chất thải', 'Waste treatment'],
  ['DNL', 'Đất công trình năng lượng', 'Energy'],
  ['TON', 'Đất tôn giáo', 'Religion'],
  ['TIN', 'Đất tín ngưỡng', 'Belief'],
  ['SON', 'Đất có mặt nước dạng sông, ngòi, kênh, rạch, suối', 'Rivers, canals and streams'],
  ['MNC', 'Đất có mặt nước chuyên dùng', 'Special-use water surface'],
  ['PNK', 'Đất phi nông nghiệp khác', 'Other non-agricultural land'],
]

const contested: readonly Named[] = [
  ['SKK', 'Đất khu công nghiệp', 'Industrial parks'],
  ['SKN', 'Đất cụm công nghiệp', 'Industrial clusters'],
  ['DSH', 'Đất sinh hoạt cộng đồng', 'Community activities'],
  ['DKV', 'Đất khu vui chơi, giải trí công cộng', 'Public recreation'],
  ['DDT', 'Đất có di tích lịch sử, văn hóa', 'Historical and cultural monuments'],
  ['DNG', 'Đất xây dựng cơ sở ngoại giao', 'Diplomatic missions'],
]

const unused: readonly Named[] = [
  ['BCS', 'Đất bằng chưa sử dụng', 'Unused flat land'],
  ['DCS', 'Đất đồi núi chưa sử dụng', 'Unused hills and mountains'],
  ['NCS', 'Núi đá không có rừng cây', 'Rocky mountains without forest'],
]

/** Land use by Circular 08/2024/TT-BTNMT, Annex II. A table and not a GraphQL enum, since it changes. */
export const landUseCodes: readonly LandUseCodeRow[] = [
  ...rows(agricultural, 'AGRICULTURAL', false),
  ...rows(nonAgricultural, 'NON_AGRICULTURAL', false),
  ...rows(contested, 'NON_AGRICULTURAL', true),
  ...rows(unused, 'UNUSED', false),
]

function rows(
  named: readonly Named[],
  group: LandUseCodeRow['group'],
  isContested: boolean,
): readonly LandUseCodeRow[] {
  return named.map(([code, nameVi, nameEn]) => ({
    code,
    group,
    nameVi,
    nameEn,
    contested: isContested,
  }))
}
