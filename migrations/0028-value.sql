-- Value: how RFM is scored, each customer's cell over time, contribution profit, concentration over time.

-- Where one order makes the score, it has to be known.
alter table metrics add column largest_purchase bigint;
update metrics m set largest_purchase = p.most
  from (select customer_id, max(amount) as most from purchases where kind = 'purchase' and amount > 0 group by customer_id) p
  where p.customer_id = m.customer_id;

-- Which version of the settings the thresholds were taken by, and those settings as they were: {} is the first of all,
-- five bands by value. Of fifths by rank the edges are customers: value and id, ascending.
alter table rfm_thresholds add column version integer not null default 0;
alter table rfm_thresholds add column settings jsonb not null default '{}'::jsonb;
alter table rfm_thresholds add column ranks jsonb;

create table rfm_versions (
  version integer primary key,
  settings jsonb not null,
  -- customers whose scores changed when it took effect
  moved bigint not null,
  published_by text not null,
  published_by_name text not null,
  published_at timestamptz not null
);

-- The cell in which a customer stood at the end of each month from `since` (a month, by its first day) until, but not
-- at the end of, `until`; open while it lasts.
create table rfm_cells (
  customer_id uuid not null,
  since date not null,
  until date,
  recency smallint not null,
  frequency smallint not null,
  monetary smallint not null,
  -- worked out afterwards, more than three days after that month's end
  reconstructed boolean not null,
  primary key (customer_id, since)
);
create index rfm_cells_since on rfm_cells (since);

-- The firm at the end of each month. Shares are 0 to 1, of all that was spent by then.
create table value_months (
  month date primary key,
  ends_at timestamptz not null,
  buyers bigint not null,
  spend bigint not null,
  gini double precision,
  top_ten double precision,
  top_tenth double precision,
  top_fifth double precision,
  reconstructed boolean not null,
  computed_at timestamptz not null
);

-- Minor units. What costs is kept as a cost, above zero. Null: not known.
create table customer_profit (
  customer_id uuid primary key,
  revenue bigint not null,
  refunds bigint not null,
  goods_cost bigint,
  -- the part of revenue whose goods' cost is known
  covered bigint not null,
  goods_returned bigint not null,
  message_cost bigint not null,
  service_cost bigint not null,
  gross_margin bigint,
  contribution_profit bigint,
  computed_at timestamptz not null
);
create index customer_profit_profit on customer_profit (contribution_profit, customer_id);
