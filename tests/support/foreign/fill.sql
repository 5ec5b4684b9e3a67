-- Rows that follow from their own numbers: every run has the same. :people is the number of people.
INSERT INTO "Danh mục"."Tỉnh" VALUES ('01', 'Thành phố Hà Nội'), ('79', 'Thành phố Hồ Chí Minh'), ('24', 'Tỉnh Bắc Ninh');
INSERT INTO "Danh mục"."Xã" VALUES ('00004', '01', 'Phường Ba Đình'), ('26740', '79', 'Phường Sài Gòn'), ('07210', '24', 'Phường Bắc Giang');
INSERT INTO "Danh mục"."Ngành nghề" VALUES ('A', NULL, 'Nông nghiệp'), ('A01', 'A', 'Trồng trọt'), ('C', NULL, 'Chế biến'), ('C10', 'C', 'Thực phẩm');
INSERT INTO "Danh mục"."Bệnh" VALUES ('J18', 'Viêm phổi', false), ('E11', 'Đái tháo đường', true), ('S52', 'Gãy xương cẳng tay', false);
INSERT INTO "Danh mục"."Ngân hàng" VALUES ('NHA', 'Ngân hàng A'), ('NHB', 'Ngân hàng B');
INSERT INTO "Danh mục"."Loại chế độ" VALUES (1, 'Ốm đau'), (2, 'Thai sản'), (3, 'Tai nạn lao động');
INSERT INTO "Danh mục"."Tỷ lệ đóng" VALUES ('FDI', '2025-01-01', 32.5), ('nhà nước', '2025-01-01', 32);
INSERT INTO "Danh mục"."Mức lương cơ sở" VALUES ('2024-07-01', 2340000);
INSERT INTO "Danh mục"."Cơ sở khám chữa bệnh" VALUES ('01001', 'Bệnh viện A', '01', 1), ('79002', 'Bệnh viện B', '79', 2);
INSERT INTO bhxh.co_quan_bhxh VALUES ('00000000-0000-4000-8000-000000000001', 'BHXH Việt Nam', NULL, NULL),
  ('00000000-0000-4000-8000-000000000002', 'BHXH Hà Nội', '01', '00000000-0000-4000-8000-000000000001');
INSERT INTO bhxh.don_vi
SELECT (ARRAY['01', '79', '24'])[1 + n % 3], 'DV' || lpad(n::text, 4, '0'), 'Đơn vị ' || n, lpad(n::text, 10, '0'),
  (ARRAY['nhà nước', 'tư nhân', 'FDI', 'hợp tác xã'])[1 + n % 4], (ARRAY['A01', 'C10'])[1 + n % 2],
  '00000000-0000-4000-8000-000000000002', n * 7 % 300, 'lienhe' || n || '@donvi.example', '0' || 900000000 + n, date '2015-01-01' + n
FROM generate_series(1, 60) n;
INSERT INTO bhxh.nguoi_tham_gia (so_dinh_danh, ma_so_bhxh, ho_ten, ngay_sinh, gioi_tinh, dan_toc, dien_thoai, email, dia_chi_thuong_tru, ma_tinh, ma_xa, the_gan, thong_tin_them, ghi_chu, cap_nhat_luc, nhap_luc)
SELECT '901090' || lpad(n::text, 6, '0'), lpad(n::text, 10, '0'),
  (ARRAY['Nguyễn Văn An', 'Trần Thị Bình', 'Lê Hoàng Cường', 'Phạm Thu Dung'])[1 + n % 4], date '1960-01-01' + n * 37 % 16000,
  (ARRAY['Nam', 'Nữ'])[1 + n % 2], (ARRAY['Kinh', 'Tày', 'Mường'])[1 + n * 7 % 3], '09' || lpad(n::text, 8, '0'), 'nguoi' || n || '@thu.example',
  'Số nhà ' || n || ', phường Ba Đình', (ARRAY['01', '79', '24'])[1 + n % 3], (ARRAY['00004', '26740', '07210'])[1 + n % 3],
  CASE WHEN n % 3 = 0 THEN ARRAY['ưu tiên', 'đối chiếu'] END, jsonb_build_object('nguon', 'cu', 'lan', n % 5),
  CASE WHEN n % 50 = 0 THEN 'cần rà soát' END, timestamptz '2026-01-01T00:00:00+07' + n * interval '1 minute', timestamp '2026-01-01' + n * interval '1 minute'
FROM generate_series(1, :people) n;
INSERT INTO bhxh.nguoi_phu_thuoc SELECT id, 1, 'Bé ' || id, 2015 + id % 8, (ARRAY['con', 'cha', 'mẹ'])[1 + id % 3] FROM bhxh.nguoi_tham_gia WHERE id % 2 = 0;
INSERT INTO bhxh.so_bhxh SELECT 'S' || lpad(id::text, 9, '0'), id, NULL, date '2020-01-01' FROM bhxh.nguoi_tham_gia;
INSERT INTO bhxh.the_bhyt SELECT 'DN' || lpad(id::text, 13, '0'), id, (ARRAY['01001', '79002'])[1 + id % 2], date '2026-01-01', date '2026-12-31' FROM bhxh.nguoi_tham_gia;
INSERT INTO bhxh.qua_trinh_dong
SELECT p.id, (date '2025-09-01' + m * interval '1 month')::date, d.ma_tinh, d.ma_don_vi, 5000000 + p.id * 13 % 100 * 100000, (5000000 + p.id * 13 % 100 * 100000) * 0.32, 2.34
FROM bhxh.nguoi_tham_gia p JOIN bhxh.don_vi d ON d.ma_don_vi = 'DV' || lpad((1 + p.id % 60)::text, 4, '0'), generate_series(0, 5) m;
INSERT INTO bhxh.can_bo VALUES ('an.nv', 'Nguyễn Văn An', '901090999999', '00000000-0000-4000-8000-000000000002');
INSERT INTO bhxh.ho_so
SELECT ('00000000-0000-4000-9000-' || lpad(id::text, 12, '0'))::uuid, id, 1 + id % 3, (enum_range(NULL::bhxh.trang_thai_ho_so))[1 + id % 4], 'an.nv',
  timestamptz '2026-02-01T08:00:00+07' + id * interval '3 hours', date '2026-03-01', '{"kenh": "mạng"}' FROM bhxh.nguoi_tham_gia WHERE id % 2 = 1;
INSERT INTO bhxh.ho_so_tai_lieu SELECT id, 1, 'Đơn đề nghị', 2, NULL, '{gốc}' FROM bhxh.ho_so;
INSERT INTO bhxh.om_dau SELECT id, 'J18', 'viêm phổi thùy dưới', 3 + id_nguoi % 10, 900000 FROM bhxh.ho_so WHERE loai_che_do = 1;
INSERT INTO bhxh.thai_san SELECT id, date '2026-01-15', 1, 12000000 FROM bhxh.ho_so WHERE loai_che_do = 2;
INSERT INTO bhxh.tai_nan_lao_dong SELECT id, timestamp '2026-01-10 14:30', 11.5, 30000000 FROM bhxh.ho_so WHERE loai_che_do = 3;
INSERT INTO bhxh.luong_huu SELECT id, date '2026-01-01', 4500000, 25.5 FROM bhxh.nguoi_tham_gia WHERE id % 10 = 0;
INSERT INTO bhxh.chi_tra SELECT id, id, (ARRAY['NHA', 'NHB'])[1 + id % 2], lpad(id::text, 12, '8'), 4500000, timestamptz '2026-02-05T09:00:00+07' FROM bhxh.nguoi_tham_gia WHERE id % 10 = 0;
INSERT INTO bhxh.that_nghiep SELECT id, 1, date '2025-06-01', 3, 3000000 FROM bhxh.nguoi_tham_gia WHERE id % 20 = 1;
INSERT INTO bhxh.kham_chua_benh
SELECT 'LK' || id, ma_the, ma_co_so, (ARRAY['J18', 'E11', 'S52'])[1 + id_nguoi % 3], NULL, timestamptz '2026-01-20T07:00:00+07', NULL, 500000, 400000
FROM (SELECT *, id_nguoi AS id FROM bhxh.the_bhyt) t WHERE id_nguoi % 3 = 0;
INSERT INTO bhxh.no_dong SELECT ma_tinh, ma_don_vi, '202601', 1000000 * so_lao_dong, 5000 FROM bhxh.don_vi WHERE so_lao_dong % 2 = 0;
INSERT INTO bhxh.thanh_tra SELECT row_number() OVER (), ma_tinh, ma_don_vi, date '2026-02-01', 'đóng chậm', 2000000 FROM bhxh.don_vi WHERE so_lao_dong % 5 = 0;
INSERT INTO bhxh.nhat_ky SELECT timestamptz '2026-02-01T00:00:00+07' + n % 40 * interval '1 hour', 'an.nv', (ARRAY['xem', 'sửa', 'in'])[1 + n % 3], n % 90 FROM generate_series(1, 200) n;
INSERT INTO bhxh."order" VALUES (1, 'x', '2026-01-01');
ANALYZE;
