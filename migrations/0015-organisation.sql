-- The firm's people and their places: departments as a tree, teams across it, who answers to whom; and who looks after a
-- customer. A customer whom nobody looks after stands in the public pool (公海).

create table departments (
  id uuid primary key,
  name text not null,
  parent_id uuid references departments (id),
  head_id uuid,
  made_at timestamptz not null
);

create table teams (
  id uuid primary key,
  name text not null,
  made_at timestamptz not null
);

create table team_members (
  team_id uuid not null references teams (id) on delete cascade,
  user_id uuid not null,
  joined_at timestamptz not null,
  primary key (team_id, user_id)
);
create index team_members_user on team_members (user_id);

alter table auth.users add column department_id uuid;
alter table auth.users add column position text;
-- Whom this person answers to, where that is not the head of the department.
alter table auth.users add column manager_id uuid;

alter table customers add column owner_id uuid;
create index customers_owner on customers (owner_id, created_at, id) where owner_id is not null;
