SELECT t1."geohash", t1."area_m2", t1."commune_code", ARRAY(SELECT t4."person_pin"
FROM "land_registration" AS t3, "land_party" AS t4
WHERE (t1."registration_serial" = t3."serial" AND t3."serial" = t4."registration_serial")) AS "$subject", t1."area_m2"::text AS "$o0", t1."geohash"::text AS "$o1"
FROM "parcel" AS t1
WHERE (t1."area_m2" >= $1 AND EXISTS (SELECT 1
FROM "land_use" AS t2
WHERE (t1."geohash" = t2."parcel_geohash" AND t2."code" = $2)))
ORDER BY t1."area_m2" DESC, t1."geohash" ASC
LIMIT $3;
-- ["1000","LUC","11"]
