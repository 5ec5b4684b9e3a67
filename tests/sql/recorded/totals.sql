SELECT count(*) AS "$count"
FROM "person" AS t1
WHERE ((t1."sex" = $1 OR t1."birth_date" < $2) AND NOT COALESCE(t1."province_code" = ANY($3), false));
-- ["FEMALE","1966-11-01","{\"01\",\"79\"}"]

SELECT sum(t1."member_count") AS "memberCount.SUM", avg(t1."member_count") AS "memberCount.AVG", max(t1."member_count") AS "memberCount.MAX"
FROM "household" AS t1
WHERE true;
-- []
