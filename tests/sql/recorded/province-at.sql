SELECT t1."name_vi", t1."valid_from", t1."valid_to"
FROM "province_version" AS t1
WHERE (t1."code" = $1 AND t1."valid_from" <= $2 AND (t1."valid_to" IS NULL OR t1."valid_to" > $3))
LIMIT $4;
-- ["24","2024-01-01","2024-01-01","1"]
