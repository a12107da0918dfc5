-- What a bulk change of tags found of each customer, so that it can be taken back row for row.
create table tag_changes (
  customer_id uuid not null,
  round_id uuid not null,
  -- the customer's row of that tag as it stood before; null where there was none
  before jsonb,
  -- whether a row was put by it
  put boolean not null,
  changed_at timestamptz not null,
  first_customer_id uuid not null,
  primary key (customer_id, round_id)
);
create index tag_changes_round on tag_changes (round_id, customer_id);

-- A round of ticked customers has no rule; one of two tags that become one gives the other, then clears its own.
alter table tag_rounds alter column rule drop not null;
alter table tag_rounds add column into_id uuid;
alter table tag_rounds add column step text not null default 'give';
create index tag_rounds_undoing on tag_rounds (created_at) where state = 'undoing';
create index tag_rounds_ended on tag_rounds (ended_at);

-- The marked links by which somebody first came, and last before they bought; worked out of the facts.
create table campaign_touches (
  customer_id uuid primary key,
  first_touch_source text,
  first_touch_medium text,
  first_touch_campaign text,
  first_touch_at timestamptz not null,
  last_touch_source text,
  last_touch_medium text,
  last_touch_campaign text,
  last_touch_at timestamptz
);
create index campaign_touches_first on campaign_touches (first_touch_source, first_touch_campaign);

-- When a colleague hears by mail of what they have to do; without a row in the morning.
create table todo_reminders (
  user_id uuid primary key,
  -- minutes of the shop's day; null: never
  at_minute integer,
  sent_on date,
  updated_at timestamptz not null
);
