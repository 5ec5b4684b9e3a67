SELECT t1."province_code" AS "$k0", coalesce(sum(t1."$rows"), 0)::int8 AS "$count", (SELECT to_char(as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM lien_thong.rollup
WHERE table_name = $1) AS "$asOf"
FROM "lien_thong"."person_by_people_and_place_404b10e940" AS t1
WHERE (t1."province_code" = ANY($2::text[]) AND (t1."ethnicity_code" IS DISTINCT FROM $3 AND t1."deceased_on" IS NULL))
GROUP BY 1;
-- ["person_by_people_and_place_404b10e940","{\"01\",\"79\"}","01"]
