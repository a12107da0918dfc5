-- Each customer's own rhythm of buying, who has left it, and the work of winning them back.

-- The firm's rhythm as it was taken: what a customer with few gaps is judged by, and the days on which the firm was closed.
create table firm_rhythms (
  taken_at timestamptz primary key,
  body jsonb not null
);

-- One row for each customer who ever bought. Times in logarithms of open days: closed days of the firm do not count.
create table rhythms (
  customer_id uuid primary key,
  -- gaps between purchase days that are known
  gaps integer not null,
  -- the middle of the customer's own gaps; null with one purchase day
  own_days numeric,
  -- the same drawn towards the firm's
  rhythm_days numeric not null,
  log_middle double precision not null,
  log_spread double precision not null,
  -- of so many open days no more than the set shares of gaps are longer
  late_days integer not null,
  gone_days integer not null,
  last_day date not null,
  last_at timestamptz not null,
  due_at timestamptz not null,
  late_at timestamptz not null,
  gone_at timestamptz not null,
  computed_at timestamptz not null
);
create index rhythms_days on rhythms (rhythm_days, customer_id);
create index rhythms_due on rhythms (due_at, customer_id);
create index rhythms_late on rhythms (late_at, customer_id);
create index rhythms_gone on rhythms (gone_at, customer_id);

-- What leaving means, version by version; the newest holds.
create table churn_definitions (
  version integer primary key,
  -- rhythm | days
  kind text not null,
  share numeric not null,
  days integer not null,
  -- who is counted at all; null is everybody who ever bought
  who jsonb,
  -- whoever buys within so many days of coming onto the list counts as come back
  window_days integer not null,
  note text,
  made_by text not null,
  made_at timestamptz not null
);

-- How each customer stands: active | late | gone; `since` is when that began. The reason is of this leaving.
create table churn_states (
  customer_id uuid primary key,
  state text not null,
  since timestamptz not null,
  -- how it was judged: rhythm | days
  basis text not null,
  reason text,
  -- interaction | refund | silence | hand
  reason_from text,
  reason_words text,
  reason_by text,
  reason_at timestamptz,
  definition integer not null,
  computed_at timestamptz not null
);
create index churn_states_since on churn_states (state, since, customer_id);
create index churn_states_reason on churn_states (reason, customer_id) where reason is not null;

-- Each time that a customer left by the definition that holds, and when they came back, if they did. Worked out anew from
-- the purchases.
create table churn_spells (
  customer_id uuid not null,
  last_day date not null,
  left_at timestamptz not null,
  back_at timestamptz,
  primary key (customer_id, last_day)
);
create index churn_spells_left on churn_spells (left_at, customer_id);
create index churn_spells_back on churn_spells (back_at, customer_id) where back_at is not null;

-- The firm's reasons, two levels deep.
create table churn_reasons (
  key text primary key,
  parent text references churn_reasons (key),
  label jsonb not null,
  -- words in a conversation that point to it
  words text[] not null default '{}',
  position integer not null,
  retired boolean not null default false,
  updated_at timestamptz not null
);

-- Whom somebody is to look after. State: open | snoozed | back | lost | mistaken | withdrawn. An open one stays until it is
-- resolved; no customer has two.
create table churn_entries (
  customer_id uuid not null,
  id uuid not null,
  state text not null,
  snoozed_until timestamptz,
  -- who is to see to it, an actor's id; null: whoever comes first
  assignee_id text,
  assignee_name text,
  opened_at timestamptz not null,
  -- the purchase day that nothing followed
  last_day date not null,
  -- 0 to 1
  risk numeric not null,
  -- minor units a year
  value bigint not null,
  changeable numeric not null,
  score numeric not null,
  -- what each was made of, as it was when the entry was made
  why jsonb not null,
  -- rhythm | days | prediction
  basis text not null,
  reason text,
  resolved_at timestamptz,
  resolved_by text,
  resolved_by_name text,
  note text,
  back_at timestamptz,
  version integer not null default 1,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create unique index churn_entries_once on churn_entries (customer_id) where state in ('open', 'snoozed');
create index churn_entries_work on churn_entries (assignee_id, score) where state in ('open', 'snoozed');
create index churn_entries_id on churn_entries (id);
create index churn_entries_resolved on churn_entries (resolved_at) where resolved_at is not null;

-- What was done about it and what came of it; rows are only added.
create table churn_steps (
  customer_id uuid not null,
  id uuid not null,
  entry_id uuid,
  -- opened | assigned | snoozed | woken | to-do | journey | reason | resolved | reopened
  kind text not null,
  details jsonb not null default '{}'::jsonb,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index churn_steps_entry on churn_steps (customer_id, entry_id);
