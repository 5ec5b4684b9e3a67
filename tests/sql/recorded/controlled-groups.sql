SELECT count(*) AS "$count", sum(t1."record_key")::text AS "$keySum", bit_or(1::int8 << (t1."record_key" % $1::int8)::int4) AS "$sketch", count(*) FILTER (WHERE (t1."record_key" >> $2::int4) < $3::int8) AS "$sampleRows", count(DISTINCT t1."record_key") FILTER (WHERE (t1."record_key" >> $4::int4) < $5::int8) AS "$samplePersons"
FROM "prescription" AS t1
WHERE t1."compartment" IS NULL;
-- ["61","48","512","48","512"]

WITH g AS MATERIALIZED (SELECT t1."province_code" AS "$g0", date_trunc('year', t1."issued_at" AT TIME ZONE $1::text) AT TIME ZONE $2::text AS "$g1", count(*) AS "$count", avg(t1."drug_days") AS "drugDays.AVG", sum(t1."drug_days") AS "drugDays.SUM", sum(t1."record_key")::text AS "$keySum", bit_or(1::int8 << (t1."record_key" % $3::int8)::int4) AS "$sketch", max(abs(t1."drug_days")) AS "drugDays.$largest"
FROM "prescription" AS t1
WHERE (t1."compartment" IS NULL AND t1."province_code" = ANY($4))
GROUP BY 1, 2) SELECT g.*, ROW("$g0", "$g1")::text AS "$id", dense_rank() OVER (ORDER BY "$g0" ASC NULLS LAST)::int4 AS "$r0" FROM g
ORDER BY "$g0" ASC NULLS LAST, "$g1" ASC NULLS LAST
LIMIT $5;
-- ["Asia/Ho_Chi_Minh","Asia/Ho_Chi_Minh","61","{\"01\",\"04\",\"79\"}","20001"]

SELECT g.*, '()'::text AS "$id" FROM (SELECT count(*) AS "$count", sum(t1."record_key")::text AS "$keySum", bit_or(1::int8 << (t1."record_key" % $1::int8)::int4) AS "$sketch"
FROM "prescription" AS t1
WHERE (t1."compartment" IS NULL AND t1."province_code" = ANY($2))) AS g;
-- ["61","{\"01\",\"04\",\"79\"}"]

SELECT ROW("$g0", "$g1")::text AS "$id", count(*) AS "$persons", (array_agg(abs("drugDays")
ORDER BY abs("drugDays") DESC NULLS LAST))[1] AS "drugDays.$first", (array_agg(abs("drugDays")
ORDER BY abs("drugDays") DESC NULLS LAST))[2] AS "drugDays.$second" FROM (SELECT t1."province_code" AS "$g0", date_trunc('year', t1."issued_at" AT TIME ZONE $1::text) AT TIME ZONE $2::text AS "$g1", t1."record_key" AS "$key", sum(t1."drug_days") AS "drugDays"
FROM "prescription" AS t1
WHERE (t1."compartment" IS NULL AND t1."province_code" = ANY($3))
GROUP BY 1, 2, 3) AS p
WHERE ROW("$g0", "$g1")::text = ANY($4)
GROUP BY ROW("$g0", "$g1")::text;
-- ["Asia/Ho_Chi_Minh","Asia/Ho_Chi_Minh","{\"01\",\"04\",\"79\"}","{\"(01,\\\"2024-12-31 17:00:00+00\\\")\",\"(01,\\\"2025-12-31 17:00:00+00\\\")\",\"(04,\\\"2024-12-31 17:00:00+00\\\")\",\"(04,\\\"2025-12-31 17:00:00+00\\\")\",\"(79,\\\"2024-12-31 17:00:00+00\\\")\"}"]
