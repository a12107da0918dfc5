-- The firm's own fields, how fields are laid out, and tags.

-- One row a field; the values stand in customers.custom under its name.
create table custom_fields (
  id uuid primary key,
  entity text not null,
  name text not null,
  type text not null,
  label jsonb not null,
  help jsonb,
  options jsonb,
  required boolean not null default false,
  listed boolean not null default false,
  position integer not null,
  -- wanted in lists' order: an index is built, and from index_ready_at on a list may be sorted by it
  indexed boolean not null default false,
  index_ready_at timestamptz,
  -- a change of type under way: {"from": field, "after": customer id}
  converting jsonb,
  retired_at timestamptz,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (entity, name)
);

-- Which fields stand in which group and order; a place without a row has the standard layout.
create table layouts (
  entity text not null,
  -- profile | form | list
  place text not null,
  -- person | company, or '' where the kinds share one
  kind text not null,
  groups jsonb not null,
  hidden jsonb not null default '[]'::jsonb,
  updated_by text,
  updated_at timestamptz not null,
  primary key (entity, place, kind)
);

create table tags (
  id uuid primary key,
  name text not null,
  colour text not null,
  group_name text,
  -- set on a tag that became part of another
  merged_into uuid,
  retired_at timestamptz,
  created_by text,
  created_at timestamptz not null
);
create unique index tags_name on tags (lower(name)) where retired_at is null;

create table customer_tags (
  customer_id uuid not null,
  tag_id uuid not null,
  tagged_at timestamptz not null,
  expires_at timestamptz,
  -- hand | import | api | rule | journey
  origin text not null,
  by text,
  first_customer_id uuid not null,
  primary key (customer_id, tag_id)
);
create index customer_tags_tag on customer_tags (tag_id, tagged_at, customer_id);
create index customer_tags_expiring on customer_tags (expires_at) where expires_at is not null;

-- Tagging of everybody who fits a filter, a portion at a time.
create table tag_rounds (
  id uuid primary key,
  verb text not null,
  tag_id uuid not null,
  rule jsonb not null,
  search text,
  expires_at timestamptz,
  origin text not null,
  by text,
  state text not null,
  -- the id behind which the next portion begins
  after uuid,
  seen bigint not null default 0,
  changed bigint not null default 0,
  of bigint not null,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index tag_rounds_open on tag_rounds (created_at) where state = 'running';
