-- What imports put beside customers and purchases, mappings that were given a name, and imports at set times.

-- A contact, a tag, an interaction or a further phone that an import added (`before` is empty) or changed, so that the
-- import can be undone. `record_id` is the record's own id, of a tag the tag's.
create table import_record_changes (
  customer_id uuid not null,
  import_id uuid not null,
  -- contact | tag | interaction | point
  what text not null,
  record_id uuid not null,
  before jsonb,
  after jsonb not null,
  first_customer_id uuid,
  primary key (customer_id, import_id, what, record_id)
);
create index import_record_changes_import on import_record_changes (import_id);

-- Companies are found by their names where a file says no number of theirs.
create index customers_company_name on customers (lower(name)) where kind = 'company';
create index customers_company_short_name on customers (lower(short_name)) where kind = 'company';

-- Which column is what, by the columns' names, for the next file of the same form.
create table import_mappings (
  id uuid primary key,
  name text not null,
  kind text not null,
  -- {target: {header, nth}}
  columns jsonb not null,
  -- what else was chosen
  settings jsonb not null,
  created_by text,
  created_at timestamptz not null,
  used_at timestamptz
);
create unique index import_mappings_name on import_mappings (lower(name));

-- A file that is fetched from a folder or an address again and again.
create table import_schedules (
  id uuid primary key,
  name text not null,
  -- folder | url
  place text not null,
  -- a file name with *, or an https address
  address text not null,
  -- {kind, user} and the sealed password or token
  auth jsonb,
  secret text,
  -- a mapping's id, a ready one's name, or empty: as the file is guessed
  mapping text,
  -- {every: hours} or {at: "HH:MM"}
  times jsonb not null,
  next_at timestamptz,
  failures integer not null default 0,
  -- {at, outcome, words, importId}
  last jsonb,
  -- what is known of what was fetched: {etag, lastModified, seen}
  state jsonb not null default '{}'::jsonb,
  created_by text,
  created_at timestamptz not null
);
create index import_schedules_due on import_schedules (next_at) where next_at is not null;
alter table imports add column schedule_id uuid;
