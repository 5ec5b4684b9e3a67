/**
 * SQL of a database of so many tables in three schemas, each with 16 columns, a key, foreign keys to earlier
 * ones, indexes, checks and comments; every tenth holds personal numbers, and a few rows.
 */
export function manyTables(count: number): readonly string[] {
  const schemas = ['quan_ly', 'nghiep_vu', 'Danh mục']
  const nameOf = (place: number): string => `"${schemas[place % schemas.length]}".bang_${place}`
  const table = (place: number): string => {
    const name = nameOf(place)
    const person = place % 10 === 0 ? `so_cccd char(12), ho_ten text, ngay_sinh date,` : ''
    const parents = [Math.trunc(place / 2), Math.trunc(place / 3)].filter(
      (one) => one > 0 && one !== place,
    )
    const joins = parents.map((one, i) => `id_cha_${i} bigint REFERENCES ${nameOf(one)},`)
    return `CREATE TABLE ${name} (id bigint PRIMARY KEY, ${person} ${joins.join(' ')}
      ma_tinh char(2), ma_don_vi varchar(10), ten_don_vi text, trang_thai varchar(10) CHECK (trang_thai IN ('mới', 'cũ')),
      so_tien numeric(18, 2), so_luong int, ty_le real, co_hieu_luc boolean, ngay_tao timestamptz, tu_ngay date, ghi_chu text, du_lieu jsonb);
      COMMENT ON TABLE ${name} IS 'Bảng số ${place}';
      COMMENT ON COLUMN ${name}.so_tien IS 'Số tiền, đồng';
      CREATE INDEX ON ${name} (ma_tinh); CREATE INDEX ON ${name} (ngay_tao);
      ${parents.map((_, i) => `CREATE INDEX ON ${name} (id_cha_${i});`).join(' ')}
      INSERT INTO ${name} (id, ma_tinh, ten_don_vi) SELECT n, '01', 'Đơn vị ' || n FROM generate_series(1, 20) n;`
  }
  return [
    schemas.map((schema) => `CREATE SCHEMA "${schema}";`).join(' '),
    ...Array.from({ length: count }, (_, place) => table(place + 1)),
    'ANALYZE',
  ]
}
