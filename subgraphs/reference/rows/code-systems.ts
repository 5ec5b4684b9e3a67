/** A code list with its version and where it comes from. `from` is null where the date is not known. */
export interface CodeSystemRow {
  readonly uri: string
  readonly version: string
  readonly titleVi: string
  readonly titleEn: string
  readonly source: string
  readonly from: string | null
}

/** A code means something only together with one of these. The identifiers are this project's own. */
export const codeSystems = {
  province: {
    uri: 'urn:x-lien-thong:province',
    version: '19/2025/QĐ-TTg',
    titleVi: 'Mã đơn vị hành chính cấp tỉnh',
    titleEn: 'Codes of provinces and centrally-run cities',
    source: 'Quyết định 19/2025/QĐ-TTg',
    from: '2025-07-01',
  },
  commune: {
    uri: 'urn:x-lien-thong:commune',
    version: '19/2025/QĐ-TTg',
    titleVi: 'Mã đơn vị hành chính cấp xã',
    titleEn: 'Codes of communes, wards and special zones',
    source: 'Quyết định 19/2025/QĐ-TTg',
    from: '2025-07-01',
  },
  ethnicGroup: {
    uri: 'urn:x-lien-thong:ethnic-group',
    version: '121-TCTK/PPCĐ',
    titleVi: 'Danh mục các dân tộc Việt Nam',
    titleEn: 'Ethnic groups of Viet Nam',
    source: 'Quyết định 121-TCTK/PPCĐ ngày 02/3/1979',
    from: '1979-03-02',
  },
  landUse: {
    uri: 'urn:x-lien-thong:land-use',
    version: '08/2024/TT-BTNMT',
    titleVi: 'Ký hiệu loại đất',
    titleEn: 'Codes of land use',
    source: 'Thông tư 08/2024/TT-BTNMT, Phụ lục II',
    from: '2024-08-01',
  },
  drug: {
    uri: 'urn:x-lien-thong:drug',
    version: 'minh họa 1',
    titleVi: 'Danh mục thuốc minh họa, số đăng ký giả định',
    titleEn: 'Illustrative drugs with invented registration numbers',
    source: 'Dữ liệu giả lập theo dạng số của Thông tư 32/2026/TT-BYT',
    from: null,
  },
  diagnosis: {
    uri: 'urn:x-lien-thong:icd-10',
    version: '06/2026/TT-BYT (trích)',
    titleVi: 'Bảng phân loại bệnh tật ICD-10, trích',
    titleEn: 'ICD-10 classification of diseases, an excerpt',
    source: 'Thông tư 06/2026/TT-BYT',
    from: '2026-07-01',
  },
} as const satisfies Record<string, CodeSystemRow>
