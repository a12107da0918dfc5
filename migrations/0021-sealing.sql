-- Sealed fields: values that stand in the database encrypted only, and how they are found all the same.

-- The key of one person, wrapped under the key-encryption key of this version. Whoever's row is gone is unreadable wherever
-- something of theirs was sealed. A merged record keeps its own, for an un-merge.
create table person_keys (
  customer_id uuid primary key,
  wrapped bytea not null,
  key_version integer not null,
  made_at timestamptz not null
);
create index person_keys_version on person_keys (key_version, customer_id);

-- Which key-encryption keys there are: no key, only by what to know the right one again. Version 0 is the key of blind indexes.
create table sealing_keys (
  version integer primary key,
  proof text not null,
  made_at timestamptz not null
);

-- What is being sealed, opened or wrapped anew, in portions: `field:<name>` or `keys`.
create table sealing_work (
  name text primary key,
  -- seal | open | rewrap
  doing text not null,
  after uuid,
  place text,
  done bigint not null default 0,
  total bigint not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz
);

alter table custom_fields add column sensitive boolean not null default false;

-- The blind index of a whole value and of its last four characters, which stand inside the sealed text.
create index customers_id_card_blind on customers (split_part(id_card, '.', 3)) where id_card is not null;
create index customers_id_card_four on customers (split_part(id_card, '.', 4)) where id_card is not null;
