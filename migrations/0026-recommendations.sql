-- Recommendations: which products each customer is likeliest to want next, and why.

-- One making: the method, how it did on the past beside popularity, what was left out. It appears whole or not at all.
create table recommendation_sets (
  id uuid primary key,
  -- current, old
  state text not null,
  -- ease, item-knn, popularity, none
  method text not null,
  made_at timestamptz not null,
  -- customers with a list, products that may stand in one
  customers bigint not null,
  products bigint not null,
  body jsonb not null
);
create index recommendation_sets_made on recommendation_sets (made_at);

-- What is bought together, of the current set: of the buyers of `product`, so many bought `other` too. `place` from 1.
create table recommendation_pairs (
  product text not null,
  other text not null,
  place integer not null,
  together bigint not null,
  buyers bigint not null,
  other_buyers bigint not null,
  primary key (product, other)
);

-- A customer's list, the likeliest first. because: for each product the one of theirs that speaks for it most, or empty
-- where it is what most buy. likely_products: the names, as rules, lists and letters say them; likely_codes: each code in
-- brackets, so that a rule can ask for one and not for what merely begins with it.
create table recommendations (
  customer_id uuid primary key,
  set_id uuid not null,
  codes text[] not null,
  because text[] not null,
  likely_products text,
  likely_codes text,
  recommended_at timestamptz not null
);

-- 不感兴趣: never to be recommended to this customer again.
create table recommendation_refusals (
  customer_id uuid not null,
  product text not null,
  refused_at timestamptz not null,
  by_id text not null,
  by_name text not null,
  first_customer_id uuid,
  primary key (customer_id, product)
);

-- What is not recommended to whom: a product or a category, to a segment or to whoever bought another product.
create table recommendation_exclusions (
  id uuid primary key,
  product text,
  category text,
  segment_id uuid,
  with_product text,
  note text,
  created_by text,
  created_at timestamptz not null
);
