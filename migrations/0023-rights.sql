-- Rights as rules. A role says which verbs on which kinds of records, for which rows, which fields are hidden, masked or
-- read-only, and the rights besides. Who holds no role of the firm's own has what the standing role in auth.users says.

create table roles (
  id uuid primary key,
  name text not null,
  description text,
  -- owner | manager | member: one of the three that come with the product, whose body the program knows
  standing text unique,
  -- {grants: {kind: {verb: [scope]}}, fields: {name: right}, rights: [right]}
  body jsonb not null,
  created_by text,
  made_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index roles_name on roles (lower(name));

create table role_holders (
  user_id uuid not null,
  role_id uuid not null references roles (id),
  given_by text not null,
  given_at timestamptz not null,
  primary key (user_id, role_id)
);
create index role_holders_role on role_holders (role_id);

-- One record shown to a person, a team or a department, for a time or until it is taken back.
create table shares (
  customer_id uuid not null references customers (id) on delete cascade,
  id uuid not null,
  -- person | team | department
  with_kind text not null,
  with_id uuid not null,
  -- read | change
  may text not null,
  note text,
  by_id text not null,
  by_name text not null,
  shared_at timestamptz not null,
  until timestamptz,
  ended_at timestamptz,
  ended_by text,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index shares_with on shares (with_id, with_kind) where ended_at is null;

-- Each look at a masked value, for its hourly limit: one record, one field, and why.
create table reveals (
  customer_id uuid not null,
  id uuid not null,
  field text not null,
  by_id text not null,
  reason text not null,
  at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index reveals_by on reveals (by_id, at);
