-- Matching 查重: which customers may be one, and what people said of it.

-- A rule is a row: its comparisons, what each is worth, and its thresholds.
create table match_rules (
  key text primary key,
  position integer not null,
  rule jsonb not null,
  updated_at timestamptz not null
);

-- The numbers under which a customer meets those it is compared with; -1 where it has nothing to be found by. `version` is
-- that of the customer and `scheme` that of the rules for which they were worked out.
create table match_keys (
  customer_id uuid not null,
  key bigint not null,
  version integer not null,
  scheme integer not null,
  primary key (customer_id, key)
);
create index match_keys_key on match_keys (key, customer_id);

-- Customers whose data changed and who are still to be compared, with the version that they were seen to have.
create table match_queue (
  customer_id uuid primary key,
  version integer not null
);

-- Two customers, the lower id first. It belongs to neither, so it is no customer table: it stays in one place like identities.
create table match_pairs (
  low uuid not null,
  high uuid not null,
  -- open, not-same, household, merged
  state text not null,
  -- what the rule takes them for: same, household
  says text not null,
  rule text not null,
  score smallint not null,
  certain boolean not null,
  evidence jsonb not null,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  -- a decision that the pair has from a customer merged into one of the two
  via uuid,
  primary key (low, high)
);
create index match_pairs_open on match_pairs (score desc, low, high) where state = 'open';
create index match_pairs_low on match_pairs (low) where state = 'open';
create index match_pairs_high on match_pairs (high);
create index match_pairs_via on match_pairs (via) where via is not null;

-- A look over the whole base: how far it came, so that it goes on after a crash, and what it found.
create table match_runs (
  id uuid primary key,
  -- whole, or catch-up: only what changed unnoticed
  kind text not null,
  -- waiting, running, stopping, stopped, done, failed
  state text not null,
  progress jsonb not null,
  started_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index match_runs_open on match_runs (created_at) where state in ('waiting', 'running', 'stopping');

-- Phones, e-mails and WeChat ids that a file, the API or a site gave for a customer although they are another's. They stay
-- with that one; who has them now stands in `identities`.
create table given_keys (
  customer_id uuid not null references customers (id) on delete cascade,
  key text not null,
  -- as it was written, normalised
  value text not null,
  -- import, source, api
  how text not null,
  -- the file's or the source's name
  place text,
  line integer,
  import_id uuid,
  given_at timestamptz not null,
  -- when the two were put beside each other; not yet, or not since it was taken back
  compared_at timestamptz,
  -- its import was undone
  withdrawn_at timestamptz,
  -- the key is a household's now, and the customer has it
  shared_at timestamptz,
  first_customer_id uuid,
  primary key (customer_id, key)
);
create index given_keys_key on given_keys (key);
create index given_keys_new on given_keys (customer_id) where compared_at is null;
create index given_keys_import on given_keys (import_id) where import_id is not null;
