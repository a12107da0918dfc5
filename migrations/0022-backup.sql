-- Where backups go, what was made, what lies where, and whether a restore was tried.

create table backup_targets (
  id uuid primary key,
  -- folder, s3
  kind text not null,
  name text not null,
  -- folder: {path}; s3: {endpoint, region, accessKeyId, secretKey (sealed)}
  place jsonb not null,
  enabled boolean not null,
  keep_daily integer not null,
  keep_weekly integer not null,
  keep_monthly integer not null,
  made_at timestamptz not null,
  looked_at timestamptz,
  -- when the newest keys and erasures were written there
  keys_at timestamptz,
  failure jsonb
);

-- Backups and restore drills: one row a run.
create table backup_runs (
  id uuid primary key,
  -- backup, drill
  kind text not null,
  -- waiting, running, done, failed, stopped
  state text not null,
  -- schedule, person, command
  cause text not null,
  started_by text,
  made_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  stop_wanted boolean not null default false,
  progress jsonb not null,
  result jsonb,
  failure jsonb
);
create index backup_runs_made on backup_runs (kind, made_at);

-- What was seen to lie at a target when it was last looked at.
create table backup_copies (
  backup_id uuid not null,
  target_id uuid not null,
  taken_at timestamptz not null,
  bytes bigint not null,
  summary jsonb not null,
  primary key (backup_id, target_id)
);
