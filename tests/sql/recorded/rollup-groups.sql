SELECT t1."province_code" AS "$g0", date_trunc('quarter', t1."issued_at" AT TIME ZONE $1::text) AT TIME ZONE $2::text AS "$g1", coalesce(sum(t1."$rows"), 0)::int8 AS "$count", sum(t1."drugDays.sum")::int8 AS "drugDays.SUM", (sum(t1."drugDays.sum")::numeric / nullif(sum(t1."drugDays.n"), 0)) AS "drugDays.AVG", max(t1."drugDays.max") AS "drugDays.MAX", (SELECT to_char(as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM lien_thong.rollup
WHERE table_name = $3) AS "$asOf", count(*) OVER () AS "$groups"
FROM "lien_thong"."prescription_by_province_and_month_3bf575d13b" AS t1
WHERE t1."issued_at" >= $4
GROUP BY 1, 2
HAVING (coalesce(sum(t1."$rows"), 0)::int8 >= $5 AND (sum(t1."drugDays.sum")::numeric / nullif(sum(t1."drugDays.n"), 0)) < $6)
ORDER BY coalesce(sum(t1."$rows"), 0)::int8 DESC NULLS LAST, 1 ASC NULLS LAST, 2 ASC NULLS LAST
LIMIT $7 OFFSET $8;
-- ["Asia/Ho_Chi_Minh","Asia/Ho_Chi_Minh","prescription_by_province_and_month_3bf575d13b","2026-01-01T00:00:00+07:00","2","60","6","0"]

SELECT coalesce(sum(t1."$rows"), 0)::int8 AS "$count", (SELECT to_char(as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM lien_thong.rollup
WHERE table_name = $1) AS "$asOf"
FROM "lien_thong"."prescription_by_province_and_month_3bf575d13b" AS t1
WHERE t1."issued_at" >= $2;
-- ["prescription_by_province_and_month_3bf575d13b","2026-01-01T00:00:00+07:00"]
