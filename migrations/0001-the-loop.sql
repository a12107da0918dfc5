-- The first schema. Every table's kind stands in tables.ts; test/schema.test.ts holds the rules of each kind.
-- Ids are UUIDv7 and instants are bound: nothing here draws them.

-- Customers -------------------------------------------------------------------------------------------------------

create table customers (
  id uuid primary key,
  code text,
  name text,
  phone text,
  email text,
  gender text,
  birthday date,
  province text,
  city text,
  address text,
  origin text,
  note text,
  email_consent text not null default 'unknown',
  -- search words: characters, pairs, pinyin, initials, phone tails (know/customers/search-words.ts)
  search tsvector not null default ''::tsvector,
  name_pinyin text,
  version integer not null default 1,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index customers_search on customers using gin (search) with (fastupdate = on);
create index customers_created on customers (created_at, id);
create index customers_name on customers (name_pinyin, id);
create index customers_import on customers (import_id) where import_id is not null;

-- kind:normalised value → customer. One row decides who owns a key; no foreign key, so that it can live elsewhere.
create table identities (
  key text primary key,
  customer_id uuid not null
);
create table customer_identities (
  customer_id uuid not null references customers (id) on delete cascade,
  key text not null,
  primary key (customer_id, key)
);

-- The log ---------------------------------------------------------------------------------------------------------

-- Facts are numbered per customer under this row's lock. News = done < seq.
create table log_heads (
  customer_id uuid primary key,
  seq bigint not null default 0,
  done bigint not null default 0
);
create index log_heads_news on log_heads (customer_id) where done < seq;

create table events (
  customer_id uuid not null,
  seq bigint not null,
  id uuid not null,
  kind text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  key text,
  quiet boolean not null default false,
  payload jsonb not null,
  import_id uuid,
  first_customer_id uuid,
  primary key (customer_id, seq)
);
create unique index events_key on events (customer_id, source, key) where key is not null;
create index events_kind on events (kind, occurred_at) include (customer_id);

-- Purchases -------------------------------------------------------------------------------------------------------

-- kind 'purchase' or 'refund'; amount in minor units, never negative; number is the shop's order number.
create table purchases (
  customer_id uuid not null,
  id uuid not null,
  kind text not null,
  source text not null,
  number text not null,
  occurred_at timestamptz not null,
  amount bigint not null,
  currency text not null,
  items numeric,
  channel text,
  import_id uuid,
  first_customer_id uuid,
  recorded_at timestamptz not null,
  primary key (customer_id, id)
);
create index purchases_time on purchases (occurred_at, id);
create index purchases_import on purchases (import_id) where import_id is not null;

create table purchase_lines (
  customer_id uuid not null,
  purchase_id uuid not null,
  line integer not null,
  product text not null,
  name text,
  category text,
  quantity numeric not null,
  amount bigint not null,
  first_customer_id uuid,
  primary key (customer_id, purchase_id, line)
);

-- Which customer an order number belongs to, for a whole source: what a customer table cannot hold. Its key also keeps
-- a number from coming twice, so purchases need no second key for that.
create table purchase_numbers (
  key text primary key,
  customer_id uuid not null,
  purchase_id uuid not null
);

-- Imports ---------------------------------------------------------------------------------------------------------

create table imports (
  id uuid primary key,
  kind text not null,
  name text not null,
  state text not null,
  settings jsonb not null,
  progress jsonb not null,
  result jsonb,
  created_by text,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  undone_at timestamptz
);

-- What a customer was before an import changed it, so that the import can be undone.
create table import_changes (
  customer_id uuid not null,
  import_id uuid not null,
  before jsonb not null,
  primary key (customer_id, import_id)
);
create index import_changes_import on import_changes (import_id);

-- What a purchase that was there already was before an import told it again, with its lines.
create table import_purchase_changes (
  customer_id uuid not null,
  import_id uuid not null,
  purchase_id uuid not null,
  before jsonb not null,
  primary key (customer_id, import_id, purchase_id)
);
create index import_purchase_changes_import on import_purchase_changes (import_id);

create table import_refusals (
  import_id uuid not null,
  line bigint not null,
  reason jsonb not null,
  cells jsonb not null,
  primary key (import_id, line)
);

-- Sources ---------------------------------------------------------------------------------------------------------

create table sources (
  id uuid primary key,
  name text not null,
  key_hash text not null unique,
  key_hint text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  last_seen_at timestamptz,
  received bigint not null default 0,
  refused bigint not null default 0
);
-- Of those at work, no two share a name: facts name their source by it.
create unique index sources_name on sources (lower(name)) where disabled_at is null;

-- Facts of visitors whom no identification has named yet. They join the customer's log when one does.
create table anonymous_events (
  source_id uuid not null,
  anonymous_id text not null,
  message_id text not null,
  fact jsonb not null,
  received_at timestamptz not null,
  primary key (source_id, anonymous_id, message_id)
);
create index anonymous_events_age on anonymous_events (received_at);

-- What came in, day by day (UTC).
create table source_days (
  source_id uuid not null,
  day date not null,
  received bigint not null,
  refused bigint not null,
  primary key (source_id, day)
);

-- The newest messages that were refused or kept only in part, and why; older ones give way.
create table source_notes (
  source_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  refused boolean not null,
  reason jsonb not null,
  message jsonb not null,
  primary key (source_id, id)
);

-- Understanding ---------------------------------------------------------------------------------------------------

create table metrics (
  customer_id uuid primary key,
  first_purchase_at timestamptz,
  last_purchase_at timestamptz,
  purchase_count bigint not null default 0,
  spend bigint not null default 0,
  refund_total bigint not null default 0,
  refund_count bigint not null default 0,
  average_purchase bigint,
  mean_gap_days numeric,
  product_count bigint not null default 0,
  last_activity_at timestamptz,
  recency_score smallint,
  frequency_score smallint,
  monetary_score smallint,
  stage text,
  stage_since timestamptz,
  computed_at timestamptz not null
);
create index metrics_spend on metrics (spend, customer_id);
create index metrics_count on metrics (purchase_count, customer_id);
create index metrics_last on metrics (last_purchase_at, customer_id);
create index metrics_stage on metrics (stage, spend, customer_id);

-- Dated thresholds: a customer is scored against the newest. Edges are inner edges, ascending.
create table rfm_thresholds (
  taken_at timestamptz primary key,
  recency timestamptz[] not null,
  frequency numeric[] not null,
  monetary numeric[] not null,
  customers bigint not null
);

-- From the first stage to the last: a customer is in the furthest whose rule holds.
create table stages (
  key text primary key,
  position integer not null,
  label jsonb not null,
  colour text not null,
  rule jsonb not null,
  updated_at timestamptz not null
);

create table stage_moves (
  customer_id uuid not null,
  at timestamptz not null,
  from_stage text,
  to_stage text not null,
  -- worked out afterwards for a time before we looked
  reconstructed boolean not null default false,
  first_customer_id uuid,
  primary key (customer_id, at)
);
create index stage_moves_time on stage_moves (at);

create table segments (
  id uuid primary key,
  name text not null,
  description text,
  rule jsonb not null,
  state text not null default 'live',
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  counted_at timestamptz,
  members bigint
);
create unique index segments_name on segments (lower(name));

create table memberships (
  customer_id uuid not null,
  segment_id uuid not null,
  entered_at timestamptz not null,
  left_at timestamptz,
  first_customer_id uuid,
  primary key (customer_id, segment_id, entered_at)
);
create unique index memberships_now on memberships (segment_id, customer_id) where left_at is null;
create index memberships_left on memberships (segment_id, left_at) where left_at is not null;
create index memberships_entered on memberships (segment_id, entered_at);

-- Acting ----------------------------------------------------------------------------------------------------------

create table templates (
  id uuid primary key,
  name text not null,
  subject text not null,
  body text not null,
  kind text not null default 'marketing',
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table messages (
  customer_id uuid not null,
  id uuid not null,
  bucket smallint not null generated always as (((uuid_hash(customer_id)::bigint + 2147483648) >> 24)::smallint) stored,
  channel text not null,
  kind text not null,
  template_id uuid,
  journey_id uuid,
  run_id uuid,
  -- the journey's step that sent it
  step text,
  -- the same key for the same customer is one message, whatever is retried
  key text not null,
  -- the Message-ID header, the same on every try
  mail_id text,
  address text,
  subject text,
  body text,
  state text not null,
  reason jsonb,
  attempts integer not null default 0,
  due_at timestamptz,
  -- claimed by a worker until then; a message still 'sending' after it is in doubt
  lease_until timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz,
  reference text,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create unique index messages_key on messages (customer_id, key);
create index messages_due on messages (due_at) where state in ('queued', 'sending');
create index messages_created on messages (created_at, id);
create index messages_state on messages (state, created_at, id);
create index messages_journey on messages (journey_id, created_at);

create table journeys (
  id uuid primary key,
  name text not null,
  state text not null,
  definition jsonb not null,
  version integer not null default 1,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  started_at timestamptz,
  paused_at timestamptz
);
create table journey_versions (
  journey_id uuid not null,
  version integer not null,
  definition jsonb not null,
  created_at timestamptz not null,
  primary key (journey_id, version)
);

create table journey_runs (
  customer_id uuid not null,
  id uuid not null,
  bucket smallint not null generated always as (((uuid_hash(customer_id)::bigint + 2147483648) >> 24)::smallint) stored,
  journey_id uuid not null,
  version integer not null,
  arm text not null,
  step text not null,
  state text not null,
  wake_at timestamptz,
  -- lines of its log so far
  steps_taken integer not null default 0,
  entered_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  cause jsonb not null,
  context jsonb not null default '{}'::jsonb,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index journey_runs_due on journey_runs (journey_id, wake_at) where wake_at is not null;
create index journey_runs_journey on journey_runs (journey_id, state, step);
create index journey_runs_entered on journey_runs (journey_id, entered_at, id);
create unique index journey_runs_once on journey_runs (customer_id, journey_id, (cause ->> 'key'));

-- Why each customer is where it is: one row a step taken, waited at, skipped or refused.
create table journey_steps (
  customer_id uuid not null,
  run_id uuid not null,
  number integer not null,
  journey_id uuid not null,
  step text not null,
  at timestamptz not null,
  what text not null,
  reason jsonb,
  first_customer_id uuid,
  primary key (customer_id, run_id, number)
);
create index journey_steps_journey on journey_steps (journey_id, step, what);

-- The firm --------------------------------------------------------------------------------------------------------

create table settings (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null
);

create table saved_views (
  id uuid primary key,
  entity text not null,
  name text not null,
  query jsonb not null,
  created_by text,
  created_at timestamptz not null
);

create table api_keys (
  id uuid primary key,
  name text not null,
  role text not null,
  key_hash text not null unique,
  key_hint text not null,
  created_by text,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- The program's own -----------------------------------------------------------------------------------------------

-- The same key gives the same answer and no second effect; with another body it is refused.
create table action_keys (
  actor text not null,
  key text not null,
  action text not null,
  input_hash text not null,
  answer jsonb,
  at timestamptz not null,
  primary key (actor, key)
);
create index action_keys_age on action_keys (at);

create table audit (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text,
  input jsonb not null,
  outcome jsonb
);
create index audit_time on audit (at);
create index audit_subject on audit (subject, at) where subject is not null;

-- Work that must go on after a crash: what is to be done and how far it came.
create table work (
  id uuid primary key,
  kind text not null,
  state text not null,
  input jsonb not null,
  progress jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  lease_until timestamptz,
  attempts integer not null default 0,
  failure jsonb
);
create index work_open on work (created_at) where state in ('waiting', 'running');
