-- What of each trial's result is kept between readings: for the overview, the lists, and to tell when a verdict is new.
create table trial_readings (
  -- journey | campaign | global
  kind text not null,
  -- the journey or campaign; all zeros for the global holdout
  trial_id uuid not null,
  -- sums and intervals, minor units; of nobody in particular
  reading jsonb not null,
  verdict text not null,
  verdict_since timestamptz not null,
  read_at timestamptz not null,
  primary key (kind, trial_id)
);
create index trial_readings_read on trial_readings (read_at);
create index trial_readings_verdict on trial_readings (verdict_since);
