-- Sources: pages and groups, keys that are rotated, webhooks, and what each source has sent of late.

-- 'segment' takes messages at /v1 with a write key; 'hook' takes signed bodies at /in/:id.
alter table sources add column kind text not null default 'segment';
-- While it is set, senders are asked to come back later.
alter table sources add column paused_at timestamptz;
-- Web pages that may send with this key; all where the list is empty.
alter table sources add column origins jsonb not null default '[]'::jsonb;
-- Of a webhook: {scheme, header?, mapping, isOn}
alter table sources add column hook jsonb;
-- Visitors who got a name, and how many of their facts joined a customer then.
alter table sources add column joined_visitors bigint not null default 0;
alter table sources add column joined_facts bigint not null default 0;

-- Messages that found or made a customer; the others wait as a visitor's or were refused.
alter table source_days add column found bigint not null default 0;

-- Keys before the present one, until they end.
create table source_keys (
  hash text primary key,
  source_id uuid not null,
  hint text not null,
  ends_at timestamptz not null
);
create index source_keys_source on source_keys (source_id);

-- Secrets of a webhook, sealed. The newest is the present one; an older one counts until it ends.
create table source_secrets (
  source_id uuid not null,
  id uuid not null,
  sealed text not null,
  hint text not null,
  created_at timestamptz not null,
  ends_at timestamptz,
  primary key (source_id, id)
);

-- What came in by kind (track, page, hook …), day by day (UTC).
create table source_kinds (
  source_id uuid not null,
  day date not null,
  kind text not null,
  count bigint not null,
  primary key (source_id, day, kind)
);

-- The newest messages that were taken; older ones give way.
create table source_latest (
  source_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  message jsonb not null,
  primary key (source_id, id)
);

-- Deliveries of webhooks. The row stays so that the same delivery is known again; its body goes when it is old.
create table hook_deliveries (
  source_id uuid not null,
  delivery text not null,
  id uuid not null,
  at timestamptz not null,
  -- 'kept', 'skipped' (not of interest), 'failed' (could not be mapped), 'held' (the mapping is not on yet)
  state text not null,
  headers jsonb not null,
  body text,
  reason jsonb,
  primary key (source_id, delivery)
);
create unique index hook_deliveries_id on hook_deliveries (source_id, id);
create index hook_deliveries_age on hook_deliveries (at);

-- Which groups of a source a person belongs to. `group_key` is an identity of the company.
create table source_groups (
  customer_id uuid not null,
  group_key text not null,
  joined_at timestamptz not null,
  first_customer_id uuid not null,
  primary key (customer_id, group_key)
);
