-- What the shop sells. Rows come by themselves from the lines of purchases and can be written and imported by hand.

-- price and cost in minor units of the shop's currency; cost of one unit, null where nobody knows. stock null: not kept.
-- by_hand: which columns a person or a file has set; a sale no longer writes over them.
create table products (
  id uuid primary key,
  code text not null,
  name text not null,
  category text,
  price bigint,
  cost bigint,
  stock numeric,
  on_sale boolean not null default true,
  recommended boolean not null default true,
  note text,
  by_hand text[] not null default '{}',
  search tsvector not null default ''::tsvector,
  -- counted at night and after imports
  buyers bigint not null default 0,
  last_sold_at timestamptz,
  version integer not null default 1,
  import_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index products_code on products (code);
create index products_buyers on products (buyers, id);
create index products_name on products (name, id);
create index products_search on products using gin (search);
create index products_import on products (import_id) where import_id is not null;

-- What a product was before an import wrote it (null: not there) and what it left, so that the import can be undone.
create table product_changes (
  import_id uuid not null,
  product_id uuid not null,
  before jsonb,
  after jsonb not null,
  primary key (import_id, product_id)
);
