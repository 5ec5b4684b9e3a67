SELECT count(*) AS "$count"
FROM "parcel" AS t1
WHERE t1."province_code" = ANY($1);
-- ["{\"01\"}"]

SELECT t1."geohash", ARRAY(SELECT t3."person_pin"
FROM "land_registration" AS t2, "land_party" AS t3
WHERE (t1."registration_serial" = t2."serial" AND t2."serial" = t3."registration_serial")) AS "$subject"
FROM "parcel" AS t1
WHERE t1."province_code" = ANY($1)
ORDER BY t1."geohash" ASC
LIMIT $2;
-- ["{\"01\"}","11"]

SELECT t1."code", t1."area_m2", ARRAY(SELECT t4."person_pin"
FROM "parcel" AS t2, "land_registration" AS t3, "land_party" AS t4
WHERE (t1."parcel_geohash" = t2."geohash" AND t2."registration_serial" = t3."serial" AND t3."serial" = t4."registration_serial")) AS "$subject", t1."parcel_geohash" AS "$k0"
FROM "land_use" AS t1
WHERE (t1."parcel_geohash" = ANY($1::text[]) AND t1."province_code" = ANY($2))
ORDER BY t1."parcel_geohash" ASC, t1."ordinal" ASC
LIMIT $3;
-- ["{\"w7ejg7v1fmj4\",\"w7ejgq2zdz37\",\"w7ejgvhdwbx0\",\"w7ejgxpetm05\",\"w7en488ctj93\",\"w7en4m4qvqb4\",\"w7en4qm3dve9\",\"w7en65fm5shd\",\"w7en6jubych5\",\"w7en7b95us69\"}","{\"01\"}","50001"]
