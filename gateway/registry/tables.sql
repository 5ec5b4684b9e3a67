-- The registry of schemas. Its owner makes it; the registry writes as registry_writer, which may read and
-- insert and do nothing else: what was published stays.

CREATE SCHEMA IF NOT EXISTS registry;

-- Every text once, under the SHA-256 of its UTF-8 bytes, hexadecimal: subgraphs' SDL and supergraphs.
CREATE TABLE IF NOT EXISTS registry.document (
  hash text COLLATE "C" PRIMARY KEY,
  body text NOT NULL
);

-- What a ministry handed in: its SDL and where it answers. Live once a release names it.
CREATE TABLE IF NOT EXISTS registry.version (
  subgraph text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  document text COLLATE "C" NOT NULL REFERENCES registry.document,
  url text NOT NULL,
  publisher text NOT NULL,
  client text,
  message text,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subgraph, version)
);

-- Who else looked at a version and let it go live.
CREATE TABLE IF NOT EXISTS registry.approval (
  subgraph text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  approver text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subgraph, version, approver),
  FOREIGN KEY (subgraph, version) REFERENCES registry.version
);

-- The log of what went live, without a gap. Whoever composed on release N writes N + 1 or nothing: of two that
-- composed on the same one the primary key refuses the second.
CREATE TABLE IF NOT EXISTS registry.release (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind IN ('publish', 'rollback', 'retire')),
  subgraph text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  actor text NOT NULL,
  message text,
  FOREIGN KEY (subgraph, version) REFERENCES registry.version
);
CREATE INDEX IF NOT EXISTS release_subgraph ON registry.release (subgraph, seq);

-- The supergraphs that a release made, one a variant, each signed.
CREATE TABLE IF NOT EXISTS registry.supergraph (
  seq bigint NOT NULL REFERENCES registry.release,
  variant text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL REFERENCES registry.document,
  jws text NOT NULL,
  PRIMARY KEY (seq, variant)
);
CREATE INDEX IF NOT EXISTS supergraph_variant ON registry.supergraph (variant, seq);

-- Every verdict over something handed in, passed or refused; of what was refused the text is not kept.
CREATE TABLE IF NOT EXISTS registry.verdict (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind IN ('publish', 'rollback', 'retire', 'check')),
  subgraph text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL,
  base bigint NOT NULL,
  actor text NOT NULL,
  passed boolean NOT NULL,
  problems json NOT NULL,
  notes json NOT NULL
);
CREATE INDEX IF NOT EXISTS verdict_subgraph ON registry.verdict (subgraph, id);

-- How often a consumer used a coordinate on a day (UTC): an application, or the roles of persons. No person, no value.
CREATE TABLE IF NOT EXISTS registry.field_use (
  day date NOT NULL,
  coordinate text COLLATE "C" NOT NULL,
  consumer text COLLATE "C" NOT NULL,
  requests bigint NOT NULL CHECK (requests > 0),
  last_at timestamptz NOT NULL,
  PRIMARY KEY (day, coordinate, consumer)
);

-- Batches of counts that were added in the last days, so that one that is sent again is not added twice.
CREATE TABLE IF NOT EXISTS registry.use_batch (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);

-- The documents that applications registered; their texts are with the others.
CREATE TABLE IF NOT EXISTS registry.trusted_document (
  application text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL REFERENCES registry.document,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (application, document)
);

-- Those of them that are one query with a name: plain HTTP asks for them by it. `place` is that in the request that
-- registered it.
CREATE TABLE IF NOT EXISTS registry.named_document (
  application text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  place integer NOT NULL,
  PRIMARY KEY (application, document),
  FOREIGN KEY (application, document) REFERENCES registry.trusted_document ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS named_document_name ON registry.named_document (application, name);

-- Registries that were made before a subgraph could be retired.
ALTER TABLE registry.release DROP CONSTRAINT IF EXISTS release_kind_check,
  ADD CONSTRAINT release_kind_check CHECK (kind IN ('publish', 'rollback', 'retire'));
ALTER TABLE registry.verdict DROP CONSTRAINT IF EXISTS verdict_kind_check,
  ADD CONSTRAINT verdict_kind_check CHECK (kind IN ('publish', 'rollback', 'retire', 'check'));

GRANT USAGE ON SCHEMA registry TO registry_writer;
GRANT SELECT, INSERT ON registry.document, registry.version, registry.approval, registry.release,
  registry.supergraph, registry.verdict TO registry_writer;
-- Counts grow, and old ones go.
GRANT SELECT, INSERT, UPDATE, DELETE ON registry.field_use TO registry_writer;
GRANT SELECT, INSERT, DELETE ON registry.use_batch TO registry_writer;
-- An application takes back what it registered; the text stays.
GRANT SELECT, INSERT, DELETE ON registry.trusted_document TO registry_writer;
GRANT SELECT, INSERT ON registry.named_document TO registry_writer;
