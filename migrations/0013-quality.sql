-- How good what is known of each customer is: what is missing, what is doubted, what nobody has confirmed for long.

-- The last word on one field of one customer. `value` is a digest of the value that was judged: a verdict on an older
-- value counts no longer.
create table field_checks (
  customer_id uuid not null,
  field text not null,
  verdict text not null,
  how text not null,
  by_whom text,
  value text,
  at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, field)
);

create table customer_quality (
  customer_id uuid primary key,
  score smallint not null,
  missing text[] not null,
  doubted text[] not null,
  stale text[] not null,
  computed_at timestamptz not null
);
create index customer_quality_score on customer_quality (score, customer_id);

-- Links by which customers look through what is known of them. Nothing changes until they confirm.
create table self_checks (
  customer_id uuid not null,
  id uuid not null,
  fields text[] not null,
  created_by text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  opened_at timestamptz,
  answered_at timestamptz,
  revoked_at timestamptz,
  answers jsonb,
  first_customer_id uuid,
  primary key (customer_id, id)
);
