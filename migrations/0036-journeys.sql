-- Journeys that go by the calendar, listen while they wait, know each other, and are tried out on the past.

-- A fact came that a run may be waiting for: the run is looked at before its time. One row a fact, so that whoever writes it
-- waits for nobody who is just moving the run.
create table journey_pokes (
  customer_id uuid not null,
  run_id uuid not null,
  seq bigint not null,
  journey_id uuid not null,
  at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, run_id, seq)
);
create index journey_pokes_journey on journey_pokes (journey_id, at);

-- Who would have entered and was not let in, and why; once for each cause.
create table journey_skips (
  customer_id uuid not null,
  id uuid not null,
  journey_id uuid not null,
  cause text not null,
  at timestamptz not null,
  -- a code of why.ts
  code text not null,
  reason jsonb,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create unique index journey_skips_once on journey_skips (customer_id, journey_id, cause, code);
create index journey_skips_journey on journey_skips (journey_id, code, at);

-- How far a journey has come with the days on which it lets people in.
create table journey_calendars (
  journey_id uuid primary key,
  -- all that fell due until then is done
  done_until timestamptz not null,
  -- the day under way, and after whom its next portion begins
  open jsonb
);

-- Tests inside journeys that were decided, or last looked at.
create table journey_tests (
  journey_id uuid not null,
  step text not null,
  winner text,
  decided_at timestamptz,
  looked_at timestamptz not null,
  -- people and outcome of each way, the interval
  numbers jsonb not null,
  primary key (journey_id, step)
);

-- A journey tried out on what has happened: nothing of it is written elsewhere.
create table journey_replays (
  id uuid primary key,
  journey_id uuid,
  definition jsonb not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- waiting | running | done | stopped | failed
  state text not null,
  progress jsonb not null,
  result jsonb,
  failure jsonb,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index journey_replays_journey on journey_replays (journey_id, created_at);
create index journey_replays_open on journey_replays (created_at) where state in ('waiting', 'running');

-- Everybody who is on the way in any journey, without those who are done.
create index journey_runs_inside on journey_runs (customer_id) include (journey_id, version, id) where state in ('ready', 'waiting');

-- Null: paused by a person. `loop`: by the program, because journeys set each other off.
alter table journeys add column paused_why text;

-- What a journey's page counts, read off indexes alone.
drop index journey_runs_journey;
create index journey_runs_journey on journey_runs (journey_id, state, step, version);
create index messages_journey_counts on messages (journey_id, step, state) where journey_id is not null;

-- How often each thing happened at each step: the sum of the rows. Whoever writes lines of a log adds a row and waits for nobody;
-- from time to time they are drawn together.
create table journey_tallies (
  id uuid primary key,
  journey_id uuid not null,
  step text not null,
  what text not null,
  n bigint not null
);
create index journey_tallies_journey on journey_tallies (journey_id, step, what) include (n);
insert into journey_tallies (id, journey_id, step, what, n)
  select md5(journey_id::text || step || ' ' || what)::uuid, journey_id, step, what, count(*) from journey_steps group by journey_id, step, what;
