-- Campaigns: one message, in variants, to everybody of an audience, once or again and again.

create table campaigns (
  id uuid primary key,
  name text not null,
  -- what it is for, in words
  goal text,
  -- draft | planned | running | paused | done | stopped | deleted
  state text not null,
  definition jsonb not null,
  -- when the next edition begins; null when none is to come
  next_at timestamptz,
  -- how many editions have begun
  editions integer not null default 0,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  started_at timestamptz,
  paused_at timestamptz,
  ended_at timestamptz,
  -- when room was last kept for it in people's attention
  reserved_at timestamptz
);
create index campaigns_next on campaigns (next_at) where next_at is not null;

-- Each time it is sent. The audience, variants and holdout are those of its beginning.
create table campaign_editions (
  campaign_id uuid not null,
  number integer not null,
  -- choosing | drawing | sending | stopping | done | stopped | failed
  state text not null,
  definition jsonb not null,
  planned_at timestamptz not null,
  -- the preparation's place: everybody up to this customer has been drawn
  after uuid,
  chosen integer not null default 0,
  drawn integer not null default 0,
  queued integer not null default 0,
  -- minor units: what was handed to the outbox is expected to cost
  cost bigint not null default 0,
  -- the speed is counted from here
  paced_at timestamptz,
  -- nothing to do before
  look_at timestamptz,
  attempts integer not null default 0,
  started_at timestamptz not null,
  prepared_at timestamptz,
  ended_at timestamptz,
  failure jsonb,
  primary key (campaign_id, number)
);
create index campaign_editions_open on campaign_editions (planned_at) where state in ('choosing', 'drawing', 'sending', 'stopping');

-- Who is in an edition. Whom a rule refuses before the draw has no arm and is not measured.
create table campaign_members (
  customer_id uuid not null,
  id uuid not null,
  bucket smallint not null generated always as (((uuid_hash(customer_id)::bigint + 2147483648) >> 24)::smallint) stored,
  campaign_id uuid not null,
  edition integer not null,
  -- treated | holdout | null
  arm text,
  -- the key of a variant; null of those held out or refused
  variant text,
  -- chosen | refused | holdout | waiting | queued | withdrawn
  state text not null,
  reason jsonb,
  entered_at timestamptz not null,
  -- when their message is to leave
  due_at timestamptz,
  message_id uuid,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create unique index campaign_members_once on campaign_members (customer_id, campaign_id, edition);
create index campaign_members_campaign on campaign_members (campaign_id, edition, state, customer_id);
create index campaign_members_entered on campaign_members (campaign_id, entered_at, id);
