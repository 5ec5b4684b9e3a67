/** Syllables, without tone marks, of what Vietnamese tables are usually called. */
const syllables: ReadonlySet<string> = new Set(
  (
    'ho ten dem ngay sinh noi que quan dia chi so ma tinh xa huyen phuong thanh pho gioi dan toc ton giao ' +
    'quoc tich loai dat thua dien thoai nam thang benh thuoc don truong hoc lop xe bien chu tau thuyen ' +
    'cuoc cong cap nhan hon phoi luong bao hiem muc dong khu vuc nganh nghe trang thai ghi chu hieu luc'
  ).split(' '),
)

/** True for a name of two words or more, all of them Vietnamese without tone marks: `ngaySinh`, `maTinh`. */
export function isVietnameseName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_]+/)
    .filter((word) => word !== '')
  return words.length > 1 && words.every((word) => syllables.has(word))
}
