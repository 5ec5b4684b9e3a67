SELECT t1."province_code" AS "$g0", date_trunc('month', t1."issued_at" AT TIME ZONE $1::text) AT TIME ZONE $2::text AS "$g1", (floor(extract(year FROM age((t1."issued_at" AT TIME ZONE $3::text)::date, t1."patient_birth_date"))::int::float8 / 5) * 5)::int AS "$g2", count(*) AS "$count", count(DISTINCT t1."patient_pin") AS "patientPin.COUNT_DISTINCT", percentile_cont($4::float8) WITHIN GROUP (ORDER BY t1."drug_days") AS "drugDays.PERCENTILE.0.5", count(*) OVER () AS "$groups"
FROM "prescription" AS t1
WHERE ((t1."compartment" IS NULL OR t1."compartment" = ANY($5)) AND EXISTS (SELECT 1
FROM "facility" AS t2
WHERE (t1."facility_code" = t2."code" AND t2."kind" = $6)))
GROUP BY 1, 2, 3
HAVING (count(*) >= $7 AND avg(t1."drug_days") < $8)
ORDER BY count(*) DESC NULLS LAST, 1 ASC NULLS LAST, 2 ASC NULLS LAST, 3 ASC NULLS LAST
LIMIT $9 OFFSET $10;
-- ["Asia/Ho_Chi_Minh","Asia/Ho_Chi_Minh","Asia/Ho_Chi_Minh","0.5","{\"HIV\"}","HOSPITAL","2","60","6","0"]

SELECT count(*) AS "$count"
FROM "prescription" AS t1
WHERE ((t1."compartment" IS NULL OR t1."compartment" = ANY($1)) AND EXISTS (SELECT 1
FROM "facility" AS t2
WHERE (t1."facility_code" = t2."code" AND t2."kind" = $2)));
-- ["{\"HIV\"}","HOSPITAL"]
