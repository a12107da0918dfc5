-- Tiers of customers: the firm's scheme in versions, who is in which tier, and how they came there.

-- One version of the scheme. `body` holds the tiers from the lowest to the highest, with their rules, what they promise,
-- and how long; see src/understand/tiers/scheme.ts. At most one is published.
create table tier_schemes (
  id uuid primary key,
  name text not null,
  -- draft, published, retired
  state text not null default 'draft',
  -- 1, 2, 3 … in the order of publishing; empty while it is a draft
  version integer,
  body jsonb not null,
  -- goes up with each change: who saves says which one they saw
  revision integer not null default 1,
  -- what became of those who would step down when it was published: keep, at-once
  promises text,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_by text,
  published_at timestamptz,
  retired_at timestamptz
);
create unique index tier_schemes_published on tier_schemes (state) where state = 'published';

create table customer_tiers (
  customer_id uuid primary key,
  tier text not null,
  tier_since timestamptz not null,
  -- the tier is promised until then; empty: as long as its rule holds
  tier_until timestamptz,
  -- its rule holds no longer and its time is over: it is kept until then all the same
  grace_until timestamptz,
  -- the tier that the rules give now
  earned text not null,
  -- holds, lapsing, grace, fixed
  standing text not null,
  -- what counts for the tiers: spent less refunds in minor units, and how many purchases
  tier_spend bigint not null default 0,
  tier_purchases bigint not null default 0,
  -- fixed by hand until then
  fixed_until timestamptz,
  fixed_reason text,
  fixed_by_id text,
  fixed_by_name text,
  -- the row as it was before it was fixed
  before_fix jsonb
);
create index customer_tiers_tier on customer_tiers (tier, tier_until);
create index customer_tiers_until on customer_tiers (tier_until) where tier_until is not null;
create index customer_tiers_grace on customer_tiers (grace_until) where grace_until is not null;
create index customer_tiers_fixed on customer_tiers (fixed_until) where fixed_until is not null;
create index customer_tiers_spend on customer_tiers (tier_spend, customer_id);

create table tier_moves (
  customer_id uuid not null,
  at timestamptz not null,
  from_tier text,
  to_tier text not null,
  -- first, up, down, same
  direction text not null,
  -- first, reached, lost, taken-back, scheme, by-hand, fix-ended, released
  reason text not null,
  -- the version of the scheme that was published then
  version integer,
  first_customer_id uuid,
  primary key (customer_id, at)
);
create index tier_moves_time on tier_moves (at);
