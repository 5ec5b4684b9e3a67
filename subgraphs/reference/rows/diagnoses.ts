/** An ICD-10 diagnosis; `chronic` where up to 90 days may be prescribed in this excerpt. */
export interface DiagnosisRow {
  readonly code: string
  readonly nameVi: string
  readonly nameEn: string
  readonly chronic: boolean
}

type Named = readonly [code: string, nameVi: string, nameEn: string]

const acute: readonly Named[] = [
  ['J00', 'Viêm mũi họng cấp (cảm thường)', 'Acute nasopharyngitis (common cold)'],
  ['J02.9', 'Viêm họng cấp, không đặc hiệu', 'Acute pharyngitis, unspecified'],
  ['J03.9', 'Viêm amidan cấp, không đặc hiệu', 'Acute tonsillitis, unspecified'],
  [
    'J06.9',
    'Nhiễm trùng đường hô hấp trên cấp, không đặc hiệu',
    'Acute upper respiratory infection, unspecified',
  ],
  [
    'J10',
    'Cúm do virus cúm mùa đã xác định',
    'Influenza due to identified seasonal influenza virus',
  ],
  ['J18.9', 'Viêm phổi, không đặc hiệu', 'Pneumonia, unspecified'],
  ['J20.9', 'Viêm phế quản cấp, không đặc hiệu', 'Acute bronchitis, unspecified'],
  ['J30.4', 'Viêm mũi dị ứng, không đặc hiệu', 'Allergic rhinitis, unspecified'],
  ['A09', 'Viêm dạ dày ruột và đại tràng do nhiễm trùng', 'Infectious gastroenteritis and colitis'],
  ['A90', 'Sốt xuất huyết Dengue', 'Dengue fever'],
  ['B01.9', 'Thủy đậu không biến chứng', 'Varicella without complication'],
  ['F51.0', 'Mất ngủ không thực tổn', 'Nonorganic insomnia'],
  ['G43.9', 'Đau nửa đầu, không đặc hiệu', 'Migraine, unspecified'],
  ['H10.9', 'Viêm kết mạc, không đặc hiệu', 'Conjunctivitis, unspecified'],
  ['H66.9', 'Viêm tai giữa, không đặc hiệu', 'Otitis media, unspecified'],
  ['K21.9', 'Trào ngược dạ dày - thực quản', 'Gastro-oesophageal reflux disease'],
  ['K29.7', 'Viêm dạ dày, không đặc hiệu', 'Gastritis, unspecified'],
  ['K59.0', 'Táo bón', 'Constipation'],
  ['L20.9', 'Viêm da cơ địa, không đặc hiệu', 'Atopic dermatitis, unspecified'],
  ['L50.9', 'Mày đay, không đặc hiệu', 'Urticaria, unspecified'],
  ['M54.5', 'Đau thắt lưng', 'Low back pain'],
  ['N39.0', 'Nhiễm trùng đường tiết niệu', 'Urinary tract infection'],
  ['R52.2', 'Đau mạn tính khác', 'Other chronic pain'],
  ['Z34.9', 'Giám sát thai nghén bình thường', 'Supervision of normal pregnancy'],
]

const chronic: readonly Named[] = [
  [
    'J44.9',
    'Bệnh phổi tắc nghẽn mạn tính, không đặc hiệu',
    'Chronic obstructive pulmonary disease, unspecified',
  ],
  ['J45.9', 'Hen phế quản, không đặc hiệu', 'Asthma, unspecified'],
  [
    'B20',
    'Bệnh do HIV gây nhiễm trùng và ký sinh trùng',
    'HIV disease resulting in infectious and parasitic diseases',
  ],
  ['E03.9', 'Suy giáp, không đặc hiệu', 'Hypothyroidism, unspecified'],
  [
    'E11.9',
    'Đái tháo đường típ 2, không có biến chứng',
    'Type 2 diabetes mellitus without complications',
  ],
  ['E78.5', 'Tăng lipid máu, không đặc hiệu', 'Hyperlipidaemia, unspecified'],
  ['F32.9', 'Giai đoạn trầm cảm, không đặc hiệu', 'Depressive episode, unspecified'],
  ['G40.9', 'Động kinh, không đặc hiệu', 'Epilepsy, unspecified'],
  ['I10', 'Tăng huyết áp vô căn (nguyên phát)', 'Essential (primary) hypertension'],
  ['I20.9', 'Cơn đau thắt ngực, không đặc hiệu', 'Angina pectoris, unspecified'],
  [
    'I25.9',
    'Bệnh tim thiếu máu cục bộ mạn, không đặc hiệu',
    'Chronic ischaemic heart disease, unspecified',
  ],
  ['I50.9', 'Suy tim, không đặc hiệu', 'Heart failure, unspecified'],
  ['I69.4', 'Di chứng đột quỵ', 'Sequelae of stroke'],
  ['M10.9', 'Gút, không đặc hiệu', 'Gout, unspecified'],
  ['M17.9', 'Thoái hóa khớp gối, không đặc hiệu', 'Gonarthrosis, unspecified'],
  ['N18.9', 'Bệnh thận mạn, không đặc hiệu', 'Chronic kidney disease, unspecified'],
  [
    'C34.9',
    'U ác của phế quản hoặc phổi, không đặc hiệu',
    'Malignant neoplasm of bronchus or lung, unspecified',
  ],
]

/** A small excerpt of ICD-10, enough for the conditions that outpatient prescriptions name most. */
export const diagnoses: readonly DiagnosisRow[] = [
  ...acute.map(([code, nameVi, nameEn]) => ({ code, nameVi, nameEn, chronic: false })),
  ...chronic.map(([code, nameVi, nameEn]) => ({ code, nameVi, nameEn, chronic: true })),
]
