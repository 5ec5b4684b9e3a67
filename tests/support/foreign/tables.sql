-- A social-insurance database as an agency might have it: two schemas, Vietnamese and quoted names, composite
-- keys, comments here and there. Nothing of it follows this project's conventions. The people are invented:
-- their numbers begin with 9.

CREATE SCHEMA "Danh mục";
CREATE SCHEMA bhxh;

CREATE DOMAIN bhxh.so_tien AS numeric(18, 2) CHECK (VALUE >= 0);
CREATE TYPE bhxh.trang_thai_ho_so AS ENUM ('mới tiếp nhận', 'đang xử lý', 'đã giải quyết', 'TRẢ_LẠI');

CREATE TABLE "Danh mục"."Tỉnh" ("Mã tỉnh" char(2) PRIMARY KEY, "Tên tỉnh" text NOT NULL);
COMMENT ON TABLE "Danh mục"."Tỉnh" IS 'Tỉnh, thành phố theo danh mục riêng của ngành';
CREATE TABLE "Danh mục"."Xã" (
  "Mã xã" char(5) PRIMARY KEY, "Mã tỉnh" char(2) NOT NULL REFERENCES "Danh mục"."Tỉnh", "Tên xã" text NOT NULL);
CREATE TABLE "Danh mục"."Ngành nghề" (
  "Mã ngành" varchar(6) PRIMARY KEY, "Mã ngành cha" varchar(6) REFERENCES "Danh mục"."Ngành nghề", "Tên ngành" text NOT NULL);
CREATE INDEX ON "Danh mục"."Ngành nghề" ("Mã ngành cha");
CREATE TABLE "Danh mục"."Bệnh" ("Mã ICD" varchar(7) PRIMARY KEY, "Tên bệnh" text NOT NULL, "Là bệnh dài ngày" boolean NOT NULL);
CREATE TABLE "Danh mục"."Ngân hàng" ("Mã" varchar(11) PRIMARY KEY, "Tên" text NOT NULL);
CREATE TABLE "Danh mục"."Loại chế độ" ("Mã" smallint PRIMARY KEY, "Tên" text NOT NULL);
CREATE TABLE "Danh mục"."Tỷ lệ đóng" (
  "Loại hình" varchar(10), "Từ ngày" date, "Tỷ lệ" numeric(5, 2) NOT NULL, PRIMARY KEY ("Loại hình", "Từ ngày"));
CREATE TABLE "Danh mục"."Mức lương cơ sở" ("Từ ngày" date PRIMARY KEY, "Mức lương" bhxh.so_tien NOT NULL);
CREATE TABLE "Danh mục"."Cơ sở khám chữa bệnh" (
  "Mã cơ sở" char(5) PRIMARY KEY, "Tên cơ sở" text NOT NULL, "Mã tỉnh" char(2) REFERENCES "Danh mục"."Tỉnh", "Tuyến" smallint);

CREATE TABLE bhxh.co_quan_bhxh (
  id uuid PRIMARY KEY, ten_co_quan text NOT NULL, ma_tinh char(2) REFERENCES "Danh mục"."Tỉnh",
  id_cap_tren uuid REFERENCES bhxh.co_quan_bhxh);
CREATE INDEX ON bhxh.co_quan_bhxh (id_cap_tren);

CREATE TABLE bhxh.don_vi (
  ma_tinh char(2) NOT NULL, ma_don_vi varchar(8) NOT NULL, ten_don_vi text NOT NULL, ma_so_thue varchar(14) UNIQUE,
  loai_hinh varchar(10) NOT NULL CHECK (loai_hinh IN ('nhà nước', 'tư nhân', 'FDI', 'hợp tác xã')),
  ma_nganh varchar(6) REFERENCES "Danh mục"."Ngành nghề", id_co_quan uuid NOT NULL REFERENCES bhxh.co_quan_bhxh,
  so_lao_dong int NOT NULL DEFAULT 0, email_lien_he text, dien_thoai text, ngay_tham_gia date NOT NULL,
  PRIMARY KEY (ma_tinh, ma_don_vi));
COMMENT ON TABLE bhxh.don_vi IS 'Đơn vị sử dụng lao động · Employer';
CREATE INDEX ON bhxh.don_vi (ma_nganh);
CREATE INDEX ON bhxh.don_vi (id_co_quan);

CREATE TABLE bhxh.nguoi_tham_gia (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  so_dinh_danh char(12) UNIQUE CHECK (so_dinh_danh ~ '^[0-9]{12}$'), ma_so_bhxh varchar(10) NOT NULL UNIQUE,
  ho_ten text NOT NULL, ngay_sinh date NOT NULL, gioi_tinh varchar(3) NOT NULL CHECK (gioi_tinh IN ('Nam', 'Nữ')),
  dan_toc varchar(20), dien_thoai text, email text, dia_chi_thuong_tru text,
  ma_tinh char(2) REFERENCES "Danh mục"."Tỉnh", ma_xa char(5) REFERENCES "Danh mục"."Xã",
  anh bytea, the_gan text[], thong_tin_them jsonb, ghi_chu text,
  cap_nhat_luc timestamptz NOT NULL, nhap_luc timestamp NOT NULL);
COMMENT ON TABLE bhxh.nguoi_tham_gia IS 'Người tham gia bảo hiểm xã hội';
COMMENT ON COLUMN bhxh.nguoi_tham_gia.so_dinh_danh IS 'Số định danh cá nhân, 12 chữ số';
CREATE INDEX ON bhxh.nguoi_tham_gia (ma_tinh);
CREATE INDEX ON bhxh.nguoi_tham_gia (ma_xa);

CREATE TABLE bhxh.nguoi_phu_thuoc (
  id_nguoi bigint REFERENCES bhxh.nguoi_tham_gia, stt smallint, ho_ten text NOT NULL, nam_sinh smallint,
  quan_he varchar(10) NOT NULL CHECK (quan_he IN ('con', 'cha', 'mẹ', 'vợ', 'chồng')), PRIMARY KEY (id_nguoi, stt));

CREATE TABLE bhxh.so_bhxh (
  so_so varchar(10) PRIMARY KEY, id_nguoi bigint NOT NULL REFERENCES bhxh.nguoi_tham_gia,
  so_so_cu varchar(10) REFERENCES bhxh.so_bhxh, ngay_cap date NOT NULL);
CREATE INDEX ON bhxh.so_bhxh (id_nguoi);

CREATE TABLE bhxh.the_bhyt (
  ma_the char(15) PRIMARY KEY, id_nguoi bigint NOT NULL REFERENCES bhxh.nguoi_tham_gia,
  ma_co_so char(5) REFERENCES "Danh mục"."Cơ sở khám chữa bệnh", tu_ngay date NOT NULL, den_ngay date);
CREATE INDEX ON bhxh.the_bhyt (id_nguoi);
CREATE INDEX ON bhxh.the_bhyt (ma_co_so);

CREATE TABLE bhxh.qua_trinh_dong (
  id_nguoi bigint NOT NULL REFERENCES bhxh.nguoi_tham_gia, thang date NOT NULL,
  ma_tinh char(2) NOT NULL, ma_don_vi varchar(8) NOT NULL,
  luong_dong bhxh.so_tien NOT NULL, so_tien_dong bhxh.so_tien NOT NULL, he_so real,
  PRIMARY KEY (id_nguoi, thang), FOREIGN KEY (ma_tinh, ma_don_vi) REFERENCES bhxh.don_vi
) PARTITION BY RANGE (thang);
COMMENT ON TABLE bhxh.qua_trinh_dong IS 'Quá trình đóng bảo hiểm xã hội, từng tháng · Contributions, month by month';
COMMENT ON COLUMN bhxh.qua_trinh_dong.so_tien_dong IS 'Số tiền đóng, đồng';
CREATE TABLE bhxh.qua_trinh_dong_2025 PARTITION OF bhxh.qua_trinh_dong FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE bhxh.qua_trinh_dong_2026 PARTITION OF bhxh.qua_trinh_dong FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX ON bhxh.qua_trinh_dong (thang);
CREATE INDEX ON bhxh.qua_trinh_dong (ma_tinh, ma_don_vi);

CREATE TABLE bhxh.can_bo (
  tai_khoan varchar(30) PRIMARY KEY, ho_ten text NOT NULL, so_cccd varchar(12), id_co_quan uuid REFERENCES bhxh.co_quan_bhxh);

CREATE TABLE bhxh.ho_so (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), id_nguoi bigint NOT NULL REFERENCES bhxh.nguoi_tham_gia,
  loai_che_do smallint NOT NULL REFERENCES "Danh mục"."Loại chế độ", trang_thai bhxh.trang_thai_ho_so NOT NULL,
  nguoi_xu_ly varchar(30) REFERENCES bhxh.can_bo, nop_luc timestamptz NOT NULL, hen_tra date, du_lieu jsonb);
CREATE INDEX ON bhxh.ho_so (id_nguoi);
CREATE INDEX ON bhxh.ho_so (trang_thai);
CREATE INDEX ON bhxh.ho_so (nop_luc);

CREATE TABLE bhxh.ho_so_tai_lieu (
  id_ho_so uuid REFERENCES bhxh.ho_so, stt int, ten_tai_lieu text NOT NULL, so_trang int, ma_bam bytea, nhan text[],
  PRIMARY KEY (id_ho_so, stt));
CREATE TABLE bhxh.om_dau (
  id_ho_so uuid PRIMARY KEY REFERENCES bhxh.ho_so, ma_benh varchar(7) REFERENCES "Danh mục"."Bệnh",
  chan_doan text, so_ngay_nghi int NOT NULL, so_tien_huong bhxh.so_tien NOT NULL);
CREATE TABLE bhxh.thai_san (
  id_ho_so uuid PRIMARY KEY REFERENCES bhxh.ho_so, ngay_sinh_con date, so_con smallint, so_tien_huong bhxh.so_tien NOT NULL);
CREATE TABLE bhxh.tai_nan_lao_dong (
  id_ho_so uuid PRIMARY KEY REFERENCES bhxh.ho_so, xay_ra_luc timestamp, ty_le_suy_giam numeric(5, 2), so_tien_huong bhxh.so_tien);
CREATE TABLE bhxh.luong_huu (
  id_nguoi bigint PRIMARY KEY REFERENCES bhxh.nguoi_tham_gia, tu_thang date NOT NULL, muc_huong bhxh.so_tien NOT NULL, so_nam_dong numeric(4, 1));
CREATE TABLE bhxh.chi_tra (
  id bigint PRIMARY KEY, id_nguoi bigint NOT NULL REFERENCES bhxh.nguoi_tham_gia, ma_ngan_hang varchar(11) REFERENCES "Danh mục"."Ngân hàng",
  so_tai_khoan varchar(20), so_tien bhxh.so_tien NOT NULL, chi_luc timestamptz NOT NULL);
CREATE INDEX ON bhxh.chi_tra (id_nguoi);
CREATE INDEX ON bhxh.chi_tra (chi_luc);
CREATE TABLE bhxh.that_nghiep (
  id_nguoi bigint REFERENCES bhxh.nguoi_tham_gia, lan smallint, tu_ngay date NOT NULL, so_thang_huong smallint NOT NULL,
  so_tien_thang bhxh.so_tien NOT NULL, PRIMARY KEY (id_nguoi, lan));
CREATE TABLE bhxh.kham_chua_benh (
  ma_lk varchar(20) PRIMARY KEY, ma_the char(15) NOT NULL REFERENCES bhxh.the_bhyt, ma_co_so char(5) NOT NULL REFERENCES "Danh mục"."Cơ sở khám chữa bệnh",
  ma_benh varchar(7) REFERENCES "Danh mục"."Bệnh", benh_kem text[], vao_luc timestamptz NOT NULL, ra_luc timestamptz, tong_chi bhxh.so_tien NOT NULL, bhyt_tra bhxh.so_tien NOT NULL);
CREATE INDEX ON bhxh.kham_chua_benh (ma_the);
CREATE INDEX ON bhxh.kham_chua_benh (ma_co_so);
CREATE INDEX ON bhxh.kham_chua_benh (vao_luc);
CREATE TABLE bhxh.no_dong (
  ma_tinh char(2), ma_don_vi varchar(8), ky char(6), so_tien_no bhxh.so_tien NOT NULL, lai_cham_dong numeric(18, 2) NOT NULL,
  PRIMARY KEY (ma_tinh, ma_don_vi, ky), FOREIGN KEY (ma_tinh, ma_don_vi) REFERENCES bhxh.don_vi);
CREATE TABLE bhxh.thanh_tra (
  id int PRIMARY KEY, ma_tinh char(2) NOT NULL, ma_don_vi varchar(8) NOT NULL, ngay date NOT NULL, ket_luan text, so_tien_truy_thu bhxh.so_tien,
  FOREIGN KEY (ma_tinh, ma_don_vi) REFERENCES bhxh.don_vi);
CREATE INDEX ON bhxh.thanh_tra (ma_tinh, ma_don_vi);
-- No key at all: rows repeat.
CREATE TABLE bhxh.nhat_ky (luc timestamptz NOT NULL, tai_khoan varchar(30), hanh_dong varchar(20), thoi_gian_ms int);
CREATE TABLE bhxh."order" ("select" int PRIMARY KEY, "and" text, "Ngày ""đặt""" date);

CREATE VIEW bhxh.v_no_theo_tinh AS
  SELECT ma_tinh, ky, sum(so_tien_no) AS tong_no, count(*) AS so_don_vi FROM bhxh.no_dong GROUP BY 1, 2;
COMMENT ON VIEW bhxh.v_no_theo_tinh IS 'Nợ đóng theo tỉnh và kỳ · Arrears by province and period';
