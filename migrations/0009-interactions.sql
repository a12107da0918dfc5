-- Interactions, to-dos, and the files that people attach.

-- What a colleague did with a customer, or heard from them. What is removed leaves this table, so every list, count and
-- filter is right without asking.
create table interactions (
  customer_id uuid not null,
  id uuid not null,
  kind text not null,
  direction text,
  occurred_at timestamptz not null,
  outcome text,
  summary text,
  next_step text,
  next_step_due timestamptz,
  -- whom one spoke with, e.g. a company's contact
  person text,
  contact_id uuid,
  minutes integer,
  place text,
  -- who wrote it, as an actor's id, and the name as it was then
  by_id text not null,
  by_name text not null,
  -- [{id, name, type, size}], the files of kept_files
  attachments jsonb not null default '[]'::jsonb,
  attachment_count integer not null generated always as (jsonb_array_length(attachments)) stored,
  source text not null,
  search tsvector not null default ''::tsvector,
  import_id uuid,
  first_customer_id uuid,
  version integer not null default 1,
  recorded_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, id)
);
create index interactions_id on interactions (id);
create index interactions_time on interactions (occurred_at, id);
create index interactions_search on interactions using gin (search) with (fastupdate = on);
create index interactions_import on interactions (import_id) where import_id is not null;

-- Whole, so that a removal can be undone: the row as it was, and the to-dos that were cancelled along with it.
create table removed_interactions (
  customer_id uuid not null,
  id uuid not null,
  body jsonb not null,
  todos jsonb not null,
  removed_at timestamptz not null,
  removed_by text not null,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index removed_interactions_id on removed_interactions (id);

-- What somebody is to do. One about no customer stands under the nil id: a customer table's key needs one, and so it is
-- spread and merged like all others. `about` is the customer, or nothing.
create table todos (
  customer_id uuid not null,
  id uuid not null,
  about uuid generated always as (nullif(customer_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  title text not null,
  note text,
  -- the instant by which it is to be done; of a whole day its last second
  due_at timestamptz,
  whole_day boolean not null default false,
  -- an actor's id; nobody's yet where it is empty
  assignee_id text,
  assignee_name text,
  priority text not null default 'normal',
  state text not null default 'open',
  origin_kind text not null,
  origin_id uuid,
  -- the words it was read from, e.g. 周五前回电
  origin_words text,
  created_by text not null,
  created_by_name text not null,
  ended_at timestamptz,
  ended_by text,
  ended_by_name text,
  search tsvector not null default ''::tsvector,
  first_customer_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (customer_id, id)
);
create index todos_id on todos (id);
create index todos_open on todos (assignee_id, due_at, id) where state = 'open';
create index todos_due on todos (due_at, id);
create index todos_origin on todos (customer_id, origin_id) where origin_id is not null;
create index todos_search on todos using gin (search) with (fastupdate = on);

-- Files that people attach, by the hash of their content; the content lies once in the files folder. One that nothing
-- uses is cleared after a day.
create table kept_files (
  id uuid primary key,
  hash text not null,
  name text not null,
  type text not null,
  size bigint not null,
  created_by text not null,
  created_at timestamptz not null,
  -- what it is attached to, e.g. interaction:0190a6e2-…
  used_by text,
  released_at timestamptz
);
create index kept_files_hash on kept_files (hash);
create index kept_files_used on kept_files (used_by) where used_by is not null;
create index kept_files_free on kept_files (created_at) where used_by is null;
