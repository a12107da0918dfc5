-- What the firm means to do for the customers of a stage: who answers for it, what is played, and what it should come to.
create table stage_plans (
  stage text primary key,
  -- As it is told apart and called when it is handed to somebody else.
  id uuid not null,
  name text not null,
  -- Whom, as actors are named; null while nobody does.
  owner_id text,
  -- [{text, address}]: what is done for them, with the page where it is done.
  plays jsonb not null,
  -- {measure, sense, value, to, days}; null where nothing is aimed at.
  target jsonb,
  updated_by text not null,
  updated_at timestamptz not null
);
