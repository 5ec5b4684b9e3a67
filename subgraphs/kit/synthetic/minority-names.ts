/** How names are made in an ethnic group: family names, and given names with what stands before them. */
export interface NameStyle {
  readonly families: readonly string[]
  readonly male: readonly string[]
  readonly female: readonly string[]
  /** The family name stands last, after `Y` or `H` (Ê-đê). */
  readonly familyLast?: true
}

const tay: NameStyle = {
  families: ['Nông', 'Hoàng', 'Lương', 'Ma', 'Lý', 'Triệu', 'Bế', 'Vi', 'Hứa', 'Đàm'],
  male: ['Văn Thiện', 'Văn Sằm', 'Văn Nình', 'Đình Kiên', 'Văn Lập', 'Quốc Toản', 'Văn Bằng'],
  female: ['Thị Lả', 'Thị Nguyệt', 'Thị Bưởi', 'Thị Pảo', 'Thị Thơm', 'Thu Hiền', 'Thị Mới'],
}
const thai: NameStyle = {
  families: ['Lò', 'Quàng', 'Cà', 'Lường', 'Tòng', 'Cầm', 'Hà', 'Vi', 'Lô'],
  male: ['Văn Pánh', 'Văn Ơn', 'Văn Inh', 'Văn Chựa', 'Văn Muôn', 'Văn Hặc'],
  female: ['Thị Pâng', 'Thị Xôm', 'Thị Ín', 'Thị Hặc', 'Thị Bình', 'Thị Inh'],
}
const muong: NameStyle = {
  families: ['Bùi', 'Đinh', 'Quách', 'Hà', 'Bạch', 'Phùng', 'Xa'],
  male: ['Văn Ểu', 'Văn Nhúm', 'Văn Chiến', 'Thanh Bình', 'Văn Khuyên'],
  female: ['Thị Ỉn', 'Thị Chiển', 'Thị Hậu', 'Thị Nhàn', 'Thị Miền'],
}
const hmong: NameStyle = {
  families: ['Giàng', 'Vàng', 'Sùng', 'Thào', 'Mùa', 'Hạng', 'Lầu', 'Cứ', 'Vừ', 'Lý'],
  male: ['A Páo', 'A Dế', 'A Chu', 'A Sì', 'Seo Phử', 'A Tủa', 'A Lềnh'],
  female: ['Thị Mỷ', 'Thị Dở', 'Thị Sua', 'Thị Chư', 'Thị Máy', 'Thị Giống'],
}
const dao: NameStyle = {
  families: ['Triệu', 'Bàn', 'Đặng', 'Phàn', 'Chảo', 'Tẩn', 'Lý'],
  male: ['Văn Phin', 'Tài Lụa', 'Văn Quẩy', 'Dào Sinh', 'Phụ Khe'],
  female: ['Mùi Nái', 'Thị Lai', 'Mẩy Chài', 'Thị Phấy', 'Tả Mẩy'],
}
const khmer: NameStyle = {
  families: ['Thạch', 'Sơn', 'Kim', 'Danh', 'Kiên', 'Châu', 'Lâm'],
  male: ['Sa Ra', 'Phi', 'Rịch', 'Đa Ra', 'Sô Phi', 'Sa Rươl'],
  female: ['Thị Sa Ly', 'Thị Sô Phi', 'Thị Rích', 'Sô Thia', 'Thị Da'],
}
const jarai: NameStyle = {
  families: ['Ksor', 'Siu', 'Rơ Châm', 'Rmah', 'Kpă', 'Nay', 'Rah Lan'],
  male: ['Hlan', 'Thoan', 'Blưih', 'Kin', 'Phước', 'Hưng'],
  female: ["H'Bia", "H'Nga", "H'Lim", "H'Yến", "H'Uên"],
}
const ede: NameStyle = {
  families: ['Niê', 'Êban', 'Kbuôr', 'Mlô', 'Byă', 'Ayun', 'Kđoh'],
  male: ['Y Bliu', 'Y Thim', 'Y Khoa', 'Y Wem', 'Y Ngun'],
  female: ["H'Hoa", "H'Linh", "H'Mai", "H'Bem", "H'Yar"],
  familyLast: true,
}
const hoa: NameStyle = {
  families: ['Trần', 'Lâm', 'Lý', 'Huỳnh', 'Quách', 'Tăng', 'Lưu', 'Vương', 'Mã'],
  male: ['Chí Cường', 'Vĩ Hào', 'Gia Minh', 'Quốc Hoa', 'Diệu Bang'],
  female: ['Mỹ Phụng', 'Tuyết Anh', 'Lệ Hoa', 'Bội Ngọc', 'Thục Trinh'],
}
const cham: NameStyle = {
  families: ['Đàng', 'Thành', 'Bá', 'Quảng', 'Châu', 'Lưu', 'Hàm'],
  male: ['Năng Thọ', 'Văn Phước', 'Minh Vũ', 'Xuân Tín'],
  female: ['Thị Phương', 'Thị Kim Chi', 'Nữ Hoàng Anh', 'Thị Mến'],
}

/** By code of the ethnic group (Decision 121-TCTK/PPCĐ); groups that are not listed are named as Kinh. */
export const minorityNames: Readonly<Record<string, NameStyle>> = {
  '02': tay,
  '03': thai,
  '04': hoa,
  '05': khmer,
  '06': muong,
  '07': tay,
  '08': hmong,
  '09': dao,
  '10': jarai,
  '12': ede,
  '17': cham,
}
