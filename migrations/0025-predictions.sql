-- Predictions 预测: what is expected of each customer, how it came about, and how right it was.

-- One making: where time was cut, which models were chosen, and their parameters. A set that is being made has no row here
-- but one in `work`; it appears as a whole or not at all.
create table prediction_sets (
  id uuid primary key,
  -- current, withdrawn (current, and giving the plain alternative), old
  state text not null,
  -- the model that speaks: nbd, bg-nbd, mbg-nbd, pareto-nbd, plain
  model text not null,
  -- the last day that was looked at, by the shop's clock
  cut_day date not null,
  made_at timestamptz not null,
  -- when everybody was last predicted with these parameters
  predicted_at timestamptz not null,
  customers bigint not null,
  -- parameters, what was tried, the trial on the past, what was left out
  body jsonb not null,
  -- the predictions as they were made are still kept one by one
  kept boolean not null default true
);
create index prediction_sets_made on prediction_sets (made_at);

-- What is expected of a customer now. Amounts in minor units of the shop's currency, chances in per cent.
create table predictions (
  customer_id uuid primary key,
  set_id uuid not null,
  expected_purchases30 double precision,
  expected_purchases90 double precision,
  expected_purchases365 double precision,
  expected_spend30 bigint,
  expected_spend90 bigint,
  expected_spend365 bigint,
  next_purchase_from timestamptz,
  next_purchase timestamptz,
  next_purchase_to timestamptz,
  alive_chance double precision,
  buy_chance30 double precision,
  buy_chance90 double precision,
  clv12 bigint,
  clv12_low bigint,
  clv12_high bigint,
  clv36 bigint,
  clv36_low bigint,
  clv36_high bigint,
  predicted_at timestamptz not null,
  -- what it was worked out from: days with purchases, the first and the last of them, mean amount of a later purchase day
  days integer not null,
  first_day date not null,
  last_day date not null,
  repeat_spend bigint
);
create index predictions_spend90 on predictions (expected_spend90, customer_id);
create index predictions_alive on predictions (alive_chance, customer_id);
create index predictions_buy on predictions (buy_chance90, customer_id);
create index predictions_clv on predictions (clv12, customer_id);

-- The record of predictions 预测账本: each prediction as it was made, to be graded when its time has come.
create table prediction_ledger (
  customer_id uuid not null,
  set_id uuid not null,
  first_day date not null,
  days integer not null,
  -- expected purchases, chance to buy at all (0 to 1), expected spend
  purchases30 real,
  purchases90 real,
  purchases365 real,
  chance30 real,
  chance90 real,
  chance365 real,
  spend30 real,
  spend90 real,
  spend365 real,
  -- the plain alternatives: purchases and spend a day so far, and the sum of the three RFM scores
  rate real not null,
  spend_rate real not null,
  rfm smallint not null,
  primary key (customer_id, set_id)
);
create index prediction_ledger_set on prediction_ledger (set_id);

-- How right the predictions of a set were over 30, 90 or 365 days.
create table prediction_grades (
  set_id uuid not null,
  horizon integer not null,
  graded_at timestamptz not null,
  body jsonb not null,
  primary key (set_id, horizon)
);
create index prediction_grades_at on prediction_grades (graded_at);
