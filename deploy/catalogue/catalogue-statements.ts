/** Tables that are somebody's own: not the server's, an extension's, a partition of another, or ours. */
export const tablesStatement = `
SELECT c.oid::int8 AS oid, n.nspname AS schema, c.relname AS table, c.relkind AS kind,
       obj_description(c.oid, 'pg_class') AS comment,
       (CASE WHEN c.relkind = 'p' THEN (
          SELECT coalesce(sum(greatest(leaf.reltuples, 0)), -1) FROM pg_partition_tree(c.oid) AS tree
          JOIN pg_class AS leaf ON leaf.oid = tree.relid WHERE tree.isleaf)
        ELSE c.reltuples END)::float8 AS rows,
       pg_get_userbyid(c.relowner) AS owner,
       c.relrowsecurity AS row_security,
       ARRAY(SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
             FROM aclexplode(c.relacl) AS a
             WHERE a.privilege_type = 'SELECT' AND a.grantee <> c.relowner ORDER BY 1) AS readers
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lien_thong')
  AND ($1::text[] IS NULL OR n.nspname = ANY($1))
  AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`

/** Checks and statistics are read once and joined: asked for column by column they take most of the time. */
export const columnsStatement = `
WITH based AS MATERIALIZED (
  SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, own.typnotnull,
         coalesce(d3.oid, d2.oid, d1.oid, own.oid) AS base_oid,
         own.oid AS own_oid, d1.oid AS domain_1, d2.oid AS domain_2,
         CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE own.typtypmod END AS modifier
  FROM pg_attribute AS a
  JOIN pg_type AS own ON own.oid = a.atttypid
  LEFT JOIN pg_type AS d1 ON d1.oid = own.typbasetype
  LEFT JOIN pg_type AS d2 ON d2.oid = d1.typbasetype
  LEFT JOIN pg_type AS d3 ON d3.oid = d2.typbasetype
  WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
), checks AS MATERIALIZED (
  SELECT conrelid, conkey[1] AS attnum, contypid, array_agg(pg_get_constraintdef(oid) ORDER BY conname) AS texts
  FROM pg_constraint
  WHERE contype = 'c' AND (contypid <> 0 OR conrelid = ANY($1::oid[]) AND cardinality(conkey) = 1)
  GROUP BY conrelid, conkey[1], contypid
), labels AS MATERIALIZED (
  SELECT enumtypid, array_agg(enumlabel::text ORDER BY enumsortorder) AS texts FROM pg_enum GROUP BY enumtypid
), counted AS MATERIALIZED (
  SELECT to_regclass(quote_ident(schemaname) || '.' || quote_ident(tablename))::oid AS attrelid, attname,
         max(n_distinct) AS distinct
  FROM pg_stats WHERE schemaname = ANY($2::text[]) GROUP BY 1, 2
)
SELECT b.attrelid::int8 AS oid, b.attname AS column, base.typname AS type,
       format_type(b.atttypid, b.atttypmod) AS written,
       element.typname AS element,
       coalesce(own_labels.texts, element_labels.texts, '{}') AS labels,
       NOT (b.attnotnull OR b.typnotnull) AS nullable,
       col_description(b.attrelid, b.attnum) AS comment,
       CASE WHEN base.typname IN ('varchar', 'bpchar') AND b.modifier > 4 THEN b.modifier - 4 END AS length,
       coalesce(k.texts, '{}') || coalesce(k0.texts, '{}') || coalesce(k1.texts, '{}') || coalesce(k2.texts, '{}') AS checks,
       coalesce(s.distinct, 0)::float8 AS distinct
FROM based AS b
JOIN pg_type AS base ON base.oid = b.base_oid
LEFT JOIN pg_type AS element ON element.oid = base.typelem AND base.typcategory = 'A'
LEFT JOIN labels AS own_labels ON own_labels.enumtypid = base.oid
LEFT JOIN labels AS element_labels ON element_labels.enumtypid = element.oid
LEFT JOIN checks AS k ON k.contypid = 0 AND k.conrelid = b.attrelid AND k.attnum = b.attnum
LEFT JOIN checks AS k0 ON k0.contypid <> 0 AND k0.contypid = b.own_oid
LEFT JOIN checks AS k1 ON k1.contypid <> 0 AND k1.contypid = b.domain_1
LEFT JOIN checks AS k2 ON k2.contypid <> 0 AND k2.contypid = b.domain_2
LEFT JOIN counted AS s ON s.attrelid = b.attrelid AND s.attname = b.attname
ORDER BY b.attrelid, b.attnum`

/** Of a partitioned table its own key; a constraint that is inherited has the same columns. */
export const keysStatement = `
SELECT i.indrelid::int8 AS oid, i.indisprimary AS is_primary, i.indisunique AS is_unique,
       NOT EXISTS (SELECT 1 FROM pg_attribute AS a
                   WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) AND NOT a.attnotnull) AS is_present,
       ARRAY(SELECT a.attname::text FROM unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k (num, place)
             JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.num ORDER BY k.place) AS columns
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY($1::oid[]) AND i.indisvalid AND i.indpred IS NULL AND NOT 0 = ANY(i.indkey)
  AND c.relam IN (SELECT oid FROM pg_am WHERE amname = 'btree')
ORDER BY i.indrelid, i.indisprimary DESC, i.indnkeyatts, c.relname COLLATE "C"`

export const foreignKeysStatement = `
SELECT k.conrelid::int8 AS oid, k.conname AS name, n.nspname AS schema, c.relname AS table,
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS p (num, place)
             JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = p.num ORDER BY p.place) AS columns,
       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS p (num, place)
             JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = p.num ORDER BY p.place) AS references
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.confrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND k.conrelid = ANY($1::oid[]) AND NOT c.relispartition
ORDER BY k.conrelid, k.conname COLLATE "C"`
