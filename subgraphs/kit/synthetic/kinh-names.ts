/** Family names with their rough share among the Kinh, in per cent. */
export const familyNames: readonly (readonly [string, number])[] = [
  ['Nguyễn', 38.4], ['Trần', 12.1], ['Lê', 9.5], ['Phạm', 7], ['Hoàng', 2.8], ['Huỳnh', 2.3],
  ['Phan', 4.5], ['Vũ', 2.2], ['Võ', 1.7], ['Đặng', 2.1], ['Bùi', 2], ['Đỗ', 1.4], ['Hồ', 1.3],
  ['Ngô', 1.3], ['Dương', 1], ['Lý', 0.5], ['Đinh', 0.8], ['Trương', 0.9], ['Đoàn', 0.7],
  ['Lương', 0.5], ['Mai', 0.5], ['Trịnh', 0.5], ['Tô', 0.3], ['Cao', 0.4], ['Lâm', 0.4],
  ['Tạ', 0.3], ['Hà', 0.4], ['Đào', 0.4], ['Châu', 0.2], ['Quách', 0.1], ['Thái', 0.2], ['Tống', 0.2],
] // prettier-ignore

export const maleMiddles: readonly (readonly [string, number])[] = [
  ['Văn', 24], ['Đức', 8], ['Minh', 8], ['Quốc', 7], ['Hữu', 6], ['Thanh', 6], ['Xuân', 5],
  ['Đình', 5], ['Công', 4], ['Ngọc', 5], ['Quang', 5], ['Trọng', 3], ['Tuấn', 3], ['Gia', 4],
  ['Anh', 3], ['Hoàng', 4], ['Bảo', 3], ['Duy', 3],
] // prettier-ignore

export const femaleMiddles: readonly (readonly [string, number])[] = [
  ['Ngọc', 12], ['Thanh', 9], ['Thu', 8], ['Minh', 7], ['Kim', 7], ['Phương', 7], ['Hồng', 6],
  ['Bích', 4], ['Thùy', 5], ['Hoài', 3], ['Mai', 4], ['Quỳnh', 4], ['Bảo', 5], ['Gia', 4],
  ['Khánh', 4], ['Diệu', 3], ['Ánh', 3], ['Tuyết', 3],
] // prettier-ignore

export const maleGivens: readonly string[] = [
  'Anh', 'Bình', 'Cường', 'Dũng', 'Đạt', 'Đông', 'Hải', 'Hào', 'Hiếu', 'Hòa', 'Hoàng', 'Hùng', 'Huy',
  'Hưng', 'Khánh', 'Khôi', 'Kiên', 'Lâm', 'Long', 'Lộc', 'Minh', 'Nam', 'Nghĩa', 'Nhân', 'Phong',
  'Phúc', 'Phước', 'Quân', 'Quang', 'Sơn', 'Tài', 'Tâm', 'Thắng', 'Thành', 'Thịnh', 'Tiến', 'Toàn',
  'Trung', 'Tú', 'Tuấn', 'Tùng', 'Việt', 'Vinh', 'Vũ',
] // prettier-ignore

export const femaleGivens: readonly string[] = [
  'Anh', 'Ánh', 'Châu', 'Chi', 'Dung', 'Duyên', 'Giang', 'Hà', 'Hạnh', 'Hằng', 'Hiền', 'Hoa', 'Hòa',
  'Hồng', 'Huệ', 'Hương', 'Huyền', 'Lan', 'Liên', 'Linh', 'Loan', 'Ly', 'Mai', 'My', 'Nga', 'Ngân',
  'Ngọc', 'Nhung', 'Như', 'Oanh', 'Phương', 'Quyên', 'Quỳnh', 'Thảo', 'Thơm', 'Thu', 'Thúy', 'Thủy',
  'Trang', 'Trâm', 'Tuyết', 'Uyên', 'Vân', 'Xuân', 'Yến',
] // prettier-ignore
