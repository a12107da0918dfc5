-- Ways to reach a customer, people at a company, households, and when birthdays come round.

-- Words of further phones, e-mails and WeChat ids; whoever writes `search` appends them.
alter table customers add column further_search tsvector;

-- What is known of a phone, an e-mail, a WeChat id or an address. The primary ones stand in `customers`; a primary one has
-- a row here only when there is something to say of it. Each is an identity key of its customer unless a household shares it.
create table contact_points (
  customer_id uuid not null references customers (id) on delete cascade,
  id uuid not null,
  -- phone | email | wechat | address
  kind text not null,
  -- normalised as the field of its kind is
  value text not null,
  label text,
  verified_at timestamptz,
  verified_how text,
  consent text not null default 'unknown',
  consent_at timestamptz,
  consent_how text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, id),
  unique (customer_id, kind, value)
);

-- People at a company. `customer_id` is the company; `person_id` a customer who is this person.
create table contacts (
  customer_id uuid not null references customers (id) on delete cascade,
  id uuid not null,
  -- the company's name, kept in step
  company text,
  name text not null,
  -- decision | purchase | finance | user | technical | other
  role text not null default 'other',
  title text,
  department text,
  phone text,
  email text,
  wechat text,
  person_id uuid,
  is_primary boolean not null default false,
  note text,
  search tsvector not null default ''::tsvector,
  name_pinyin text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index contacts_id on contacts (id);
create index contacts_created on contacts (created_at, id);
create index contacts_name on contacts (name_pinyin, id);
create index contacts_search on contacts using gin (search) with (fastupdate = on);
create index contacts_person on contacts (person_id) where person_id is not null;

create table households (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null
);

create table household_members (
  customer_id uuid not null references customers (id) on delete cascade,
  household_id uuid not null,
  -- self | spouse | parent | child | sibling | other
  role text not null default 'other',
  joined_at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id)
);
create index household_members_household on household_members (household_id);

-- Identity keys that a household shares: they identify nobody alone.
create table shared_keys (
  key text primary key,
  household_id uuid not null
);
create index shared_keys_household on shared_keys (household_id);

-- The next birthday, solar or lunar whichever comes first; worked out anew when it has passed.
create table birthdays (
  customer_id uuid primary key references customers (id) on delete cascade,
  next_birthday date not null
);
create index birthdays_next on birthdays (next_birthday, customer_id);
