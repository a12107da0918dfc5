-- Merging and parting. A merged customer's row leaves `customers` and waits here, with all that an un-merge needs.

-- Where a merged customer's facts are now: who still writes to this log is told to look again.
alter table log_heads add column into_id uuid;

alter table customer_identities add column first_customer_id uuid;
alter table import_purchase_changes add column first_customer_id uuid;

-- One merge, kept with its survivor. `before` and `after` are the survivor's fields by name, `parts` who was merged into it.
create table merges (
  customer_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  choices jsonb not null,
  before jsonb not null,
  after jsonb not null,
  parts jsonb not null,
  -- the survivor's number in the log when its own facts were followed by the others'
  seq bigint not null,
  undone_at timestamptz,
  primary key (customer_id, id)
);
create index merges_id on merges (id);

-- A customer that is part of another now: its row as it was, and the keys that were its own.
create table merged_customers (
  customer_id uuid primary key,
  into_id uuid not null,
  merge_id uuid not null,
  at timestamptz not null,
  row jsonb not null,
  keys text[] not null
);
create index merged_customers_into on merged_customers (into_id);
create index merged_customers_merge on merged_customers (merge_id);

-- Which number a moved fact had in its own log. `customer_id` is the survivor of that merge.
create table merged_facts (
  customer_id uuid not null,
  merge_id uuid not null,
  from_id uuid not null,
  from_seq bigint not null,
  seq bigint not null,
  quiet boolean not null,
  primary key (customer_id, merge_id, from_id, from_seq)
);

-- Rows that wait with a merge. how: 'held' the survivor has one like it · 'changed' it moved and was changed, this is what
-- it was · 'apart' it is of one record alone · 'before' the survivor's own before the merge · 'named' a row that named the merged
-- one · 'made' a further contact point that the merge made.
create table merge_kept (
  customer_id uuid not null,
  id uuid not null,
  merge_id uuid not null,
  table_name text not null,
  how text not null,
  row jsonb not null,
  primary key (customer_id, id)
);
create index merge_kept_merge on merge_kept (customer_id, merge_id);
