/** A province on the tile map. */
export interface ProvinceTile {
  readonly code: string
  readonly name: string
  /** Short enough for a tile. */
  readonly short: string
  readonly column: number
  readonly row: number
}

// Drawn by hand so that neighbours stay neighbours: the mountains and the delta of the north, the narrow middle with
// one tile to a row, the highlands and coast below it, the delta of the south.
const drawn: readonly (readonly [string, string, string, number, number])[] = [
  ['12', 'Lai Châu', 'Lai Châu', 1, 0],
  ['15', 'Lào Cai', 'Lào Cai', 2, 0],
  ['08', 'Tuyên Quang', 'T.Quang', 3, 0],
  ['04', 'Cao Bằng', 'Cao Bằng', 4, 0],
  ['11', 'Điện Biên', 'Đ.Biên', 0, 1],
  ['14', 'Sơn La', 'Sơn La', 1, 1],
  ['25', 'Phú Thọ', 'Phú Thọ', 2, 1],
  ['19', 'Thái Nguyên', 'T.Nguyên', 3, 1],
  ['20', 'Lạng Sơn', 'L.Sơn', 4, 1],
  ['01', 'Hà Nội', 'Hà Nội', 2, 2],
  ['24', 'Bắc Ninh', 'Bắc Ninh', 3, 2],
  ['31', 'Hải Phòng', 'H.Phòng', 4, 2],
  ['22', 'Quảng Ninh', 'Q.Ninh', 5, 2],
  ['37', 'Ninh Bình', 'N.Bình', 2, 3],
  ['33', 'Hưng Yên', 'H.Yên', 3, 3],
  ['38', 'Thanh Hóa', 'T.Hóa', 2, 4],
  ['40', 'Nghệ An', 'Nghệ An', 2, 5],
  ['42', 'Hà Tĩnh', 'Hà Tĩnh', 2, 6],
  ['44', 'Quảng Trị', 'Q.Trị', 3, 7],
  ['46', 'Huế', 'Huế', 4, 8],
  ['48', 'Đà Nẵng', 'Đà Nẵng', 4, 9],
  ['51', 'Quảng Ngãi', 'Q.Ngãi', 4, 10],
  ['52', 'Gia Lai', 'Gia Lai', 4, 11],
  ['66', 'Đắk Lắk', 'Đắk Lắk', 4, 12],
  ['80', 'Tây Ninh', 'T.Ninh', 1, 13],
  ['75', 'Đồng Nai', 'Đ.Nai', 2, 13],
  ['68', 'Lâm Đồng', 'L.Đồng', 3, 13],
  ['56', 'Khánh Hòa', 'K.Hòa', 4, 13],
  ['91', 'An Giang', 'A.Giang', 0, 14],
  ['82', 'Đồng Tháp', 'Đ.Tháp', 1, 14],
  ['79', 'Hồ Chí Minh', 'TP.HCM', 2, 14],
  ['92', 'Cần Thơ', 'Cần Thơ', 0, 15],
  ['86', 'Vĩnh Long', 'V.Long', 1, 15],
  ['96', 'Cà Mau', 'Cà Mau', 0, 16],
]

/** The 34 provinces by code (Decision 19/2025/QĐ-TTg). */
export const provinceTiles: ReadonlyMap<string, ProvinceTile> = new Map(
  drawn.map(([code, name, short, column, row]) => [code, { code, name, short, column, row }]),
)

export const tileColumns = 6
export const tileRows = 17
