SELECT t1."name", t1."code"
FROM "facility" AS t1
WHERE true
ORDER BY t1."code" ASC
LIMIT $1;
-- ["4"]

SELECT k.n::int AS "$parent", r.*
FROM unnest($1::text[]) WITH ORDINALITY AS k("c0", "n")
CROSS JOIN LATERAL (SELECT p.*, row_number() OVER () AS "$row" FROM (SELECT t1."code", t1."patient_pin"
FROM "prescription" AS t1
WHERE (t1."facility_code" = k."c0" AND (t1."compartment" IS NULL OR t1."compartment" = ANY($2)))
ORDER BY t1."issued_at" DESC, t1."code" ASC
LIMIT $3) AS p) AS r;
-- ["{\"01001\",\"01301\",\"01601\"}","{\"HIV\"}","3"]

SELECT t1."drug_code", (SELECT t2."patient_pin"
FROM "prescription" AS t2
WHERE t1."prescription_code" = t2."code") AS "$subject", t1."prescription_code" AS "$k0"
FROM "prescription_item" AS t1
WHERE (t1."prescription_code" = ANY($1::text[]) AND (t1."compartment" IS NULL OR t1."compartment" = ANY($2)))
ORDER BY t1."prescription_code" ASC, t1."ordinal" ASC
LIMIT $3;
-- ["{\"01001u9jp5wm-C\",\"010011chlw9o-C\",\"013011pz7xfj-C\",\"0130164wt6wq-C\",\"01601tmnog2f-T\",\"01601olopwtx-H\"}","{\"HIV\"}","50001"]
