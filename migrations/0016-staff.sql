-- The firm's people at work: who took over from whom, and customers given to somebody by the thousand.
-- Whom a person answers to: auth.users.manager_id, else the head of their department, else the head of the nearest
-- department above that has one who is not they themselves. src/know/staff/tree.ts says it as a law, with tests.

-- Of departments beside each other none has another's name; nor of teams.
create unique index departments_name on departments (coalesce(parent_id, '00000000-0000-0000-0000-000000000000'::uuid), lower(name));
create unique index teams_name on teams (lower(name));
create index users_department on auth.users (department_id) where department_id is not null;
create index users_manager on auth.users (manager_id) where manager_id is not null;

-- Customers whom a filter finds, given to somebody in portions.
create table owner_rounds (
  id uuid primary key,
  rule jsonb not null,
  search text,
  -- whom they go to, one after the other; empty: into the public pool
  to_ids uuid[] not null,
  reason text,
  by_id text not null,
  by_name text not null,
  state text not null,
  -- the id behind which the next portion begins
  after uuid,
  seen bigint not null default 0,
  changed bigint not null default 0,
  of bigint not null,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index owner_rounds_open on owner_rounds (created_at) where state = 'running';

-- Somebody leaves: what was theirs goes to others, in portions, and comes back by an undo.
create table hand_overs (
  id uuid primary key,
  from_id uuid not null,
  from_name text not null,
  -- whom the customers go to, one after the other; empty: into the public pool
  customers_to uuid[] not null,
  -- whom what is about no such customer goes to; empty: to nobody
  todos_to uuid[] not null,
  -- who gets the views, journeys and schedules, the department and the people; empty: they stay as they are
  rest_to uuid,
  reason text,
  -- moving | done | stopped | undoing | undone
  state text not null,
  -- {customers, todos, rest}: what there was to move when it began
  planned jsonb not null,
  moved_customers bigint not null default 0,
  moved_todos bigint not null default 0,
  -- what else moved: [{what, id, before, after}]
  rest jsonb not null default '[]'::jsonb,
  -- after an undo: how much came back, and how much others had changed by then
  back bigint not null default 0,
  left_alone bigint not null default 0,
  by_id text not null,
  by_name text not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  undone_at timestamptz
);
create index hand_overs_from on hand_overs (from_id, begun_at);
create index hand_overs_open on hand_overs (begun_at) where state in ('moving', 'undoing');

-- One line for each customer and each to-do that moved. what: customer | todo; state: moved | back | left
create table hand_over_moves (
  customer_id uuid not null,
  hand_over_id uuid not null,
  what text not null,
  record_id uuid not null,
  to_id uuid,
  at timestamptz not null,
  state text not null default 'moved',
  primary key (customer_id, hand_over_id, what, record_id)
);
create index hand_over_moves_of on hand_over_moves (hand_over_id, state, what, customer_id, record_id);
