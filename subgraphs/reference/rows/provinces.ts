/** A present province: code, name, kind, area in km², population of the 2025 merger dossier. */
export interface ProvinceRow {
  readonly code: string
  readonly name: string
  readonly kind: 'PROVINCE' | 'CITY'
  readonly areaKm2: number
  readonly population: number
}

/**
 * The 34 provinces and cities. Codes: Decision 19/2025/QĐ-TTg. Areas and populations: Resolution
 * 202/2025/QH15 for the 23 merged units, the merger map of the ministry for the other 11. Kinds: as of
 * 1 September 2026.
 */
export const provinces: readonly ProvinceRow[] = [
  { code: '01', name: 'Hà Nội', kind: 'CITY', areaKm2: 3359.8, population: 8_718_000 },
  { code: '04', name: 'Cao Bằng', kind: 'PROVINCE', areaKm2: 6700.4, population: 555_809 },
  { code: '08', name: 'Tuyên Quang', kind: 'PROVINCE', areaKm2: 13795.5, population: 1_865_270 },
  { code: '11', name: 'Điện Biên', kind: 'PROVINCE', areaKm2: 9539.9, population: 653_422 },
  { code: '12', name: 'Lai Châu', kind: 'PROVINCE', areaKm2: 9068.7, population: 494_626 },
  { code: '14', name: 'Sơn La', kind: 'PROVINCE', areaKm2: 14109.8, population: 1_327_430 },
  { code: '15', name: 'Lào Cai', kind: 'PROVINCE', areaKm2: 13256.92, population: 1_778_785 },
  { code: '19', name: 'Thái Nguyên', kind: 'PROVINCE', areaKm2: 8375.21, population: 1_799_489 },
  { code: '20', name: 'Lạng Sơn', kind: 'PROVINCE', areaKm2: 8310.2, population: 813_978 },
  { code: '22', name: 'Quảng Ninh', kind: 'CITY', areaKm2: 6207.9, population: 1_429_841 },
  { code: '24', name: 'Bắc Ninh', kind: 'PROVINCE', areaKm2: 4718.6, population: 3_619_433 },
  { code: '25', name: 'Phú Thọ', kind: 'PROVINCE', areaKm2: 9361.38, population: 4_022_638 },
  { code: '31', name: 'Hải Phòng', kind: 'CITY', areaKm2: 3194.72, population: 4_664_124 },
  { code: '33', name: 'Hưng Yên', kind: 'PROVINCE', areaKm2: 2514.81, population: 3_567_943 },
  { code: '37', name: 'Ninh Bình', kind: 'PROVINCE', areaKm2: 3942.62, population: 4_412_264 },
  { code: '38', name: 'Thanh Hóa', kind: 'PROVINCE', areaKm2: 11114.7, population: 3_760_650 },
  { code: '40', name: 'Nghệ An', kind: 'PROVINCE', areaKm2: 16493.7, population: 3_470_988 },
  { code: '42', name: 'Hà Tĩnh', kind: 'PROVINCE', areaKm2: 5994.4, population: 1_622_901 },
  { code: '44', name: 'Quảng Trị', kind: 'PROVINCE', areaKm2: 12700.0, population: 1_870_845 },
  { code: '46', name: 'Huế', kind: 'CITY', areaKm2: 4947.1, population: 1_236_393 },
  { code: '48', name: 'Đà Nẵng', kind: 'CITY', areaKm2: 11859.59, population: 3_065_628 },
  { code: '51', name: 'Quảng Ngãi', kind: 'PROVINCE', areaKm2: 14832.55, population: 2_161_755 },
  { code: '52', name: 'Gia Lai', kind: 'PROVINCE', areaKm2: 21576.53, population: 3_583_693 },
  { code: '56', name: 'Khánh Hòa', kind: 'PROVINCE', areaKm2: 8555.86, population: 2_243_554 },
  { code: '66', name: 'Đắk Lắk', kind: 'PROVINCE', areaKm2: 18096.4, population: 3_346_853 },
  { code: '68', name: 'Lâm Đồng', kind: 'PROVINCE', areaKm2: 24233.07, population: 3_872_999 },
  { code: '75', name: 'Đồng Nai', kind: 'CITY', areaKm2: 12737.18, population: 4_491_408 },
  { code: '79', name: 'Hồ Chí Minh', kind: 'CITY', areaKm2: 6772.59, population: 14_002_598 },
  { code: '80', name: 'Tây Ninh', kind: 'PROVINCE', areaKm2: 8536.44, population: 3_254_170 },
  { code: '82', name: 'Đồng Tháp', kind: 'PROVINCE', areaKm2: 5938.64, population: 4_370_046 },
  { code: '86', name: 'Vĩnh Long', kind: 'PROVINCE', areaKm2: 6296.2, population: 4_257_581 },
  { code: '91', name: 'An Giang', kind: 'PROVINCE', areaKm2: 9888.91, population: 4_952_238 },
  { code: '92', name: 'Cần Thơ', kind: 'CITY', areaKm2: 6360.83, population: 4_199_824 },
  { code: '96', name: 'Cà Mau', kind: 'PROVINCE', areaKm2: 7942.39, population: 2_606_672 },
]
