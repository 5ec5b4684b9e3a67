SELECT count(*) AS "$count"
FROM "parcel" AS t1
WHERE t1."province_code" = ANY($1);
-- ["{\"01\"}"]

SELECT t1."geohash"
FROM "parcel" AS t1
WHERE t1."province_code" = ANY($1)
ORDER BY t1."geohash" ASC
LIMIT $2;
-- ["{\"01\"}","11"]

SELECT t1."code", t1."area_m2", t1."parcel_geohash" AS "$k0"
FROM "land_use" AS t1
WHERE (t1."parcel_geohash" = ANY($1::text[]) AND t1."province_code" = ANY($2))
ORDER BY t1."parcel_geohash" ASC, t1."ordinal" ASC
LIMIT $3;
-- ["{\"w7ejg7v1fmj4\",\"w7ejgq2zdz37\",\"w7ejgvhdwbx0\",\"w7ejgxpetm05\",\"w7en488ctj93\",\"w7en4m4qvqb4\",\"w7en4qm3dve9\",\"w7en65fm5shd\",\"w7en6jubych5\",\"w7en7b95us69\"}","{\"01\"}","50001"]
