-- What was worth knowing of a week, found by the program, and what nobody wants to hear of again. No row names a customer.

-- One row a week that was looked at, by its Monday; `until` is the instant at which the facts that count end.
create table discovery_weeks (
  week date primary key,
  until timestamptz not null,
  state text not null,
  -- kind by kind: how many were looked at, how many found, or why none could be
  looked jsonb not null default '[]'::jsonb,
  -- buyers there were: a base that doubles is looked at anew
  buyers bigint not null,
  asked_by text,
  started_at timestamptz not null,
  ended_at timestamptz
);

create table discoveries (
  id uuid primary key,
  week date not null,
  kind text not null,
  -- what it is about, e.g. a product's code: the same again next week has the same key
  key text not null,
  facts jsonb not null,
  -- the customers
  rule jsonb not null,
  strength double precision not null,
  found_at timestamptz not null
);
create unique index discoveries_once on discoveries (week, kind, key);

create table discovery_mutes (
  kind text not null,
  key text not null,
  reason text not null,
  note text,
  muted_by text,
  muted_at timestamptz not null,
  primary key (kind, key)
);
