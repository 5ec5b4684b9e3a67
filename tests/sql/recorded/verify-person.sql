SELECT 1 AS "$one"
FROM "person" AS t1
WHERE (t1."pin" = $1 AND lower(t1."full_name") = lower($2) AND t1."birth_date" = $3)
LIMIT $4;
-- ["901188432693","nguyễn thị minh hòa","1988-03-27","1"]
