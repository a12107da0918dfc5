-- The customer’s rights 客户权利: requests with their legal clock, exports, erasures with their certificates, whom nothing is
-- done with but storing, and whom nobody markets to again.

-- What somebody asked for. It outlives the customer, as proof that it was answered: `about_id` is then the erased id and
-- all that names the person is emptied. About a customer, but not theirs to lose: no customer table.
create table privacy_requests (
  id uuid primary key,
  -- see | export | correct | erase | restrict | object | explain
  kind text not null,
  -- open | working | done | refused | withdrawn
  state text not null,
  about_id uuid not null,
  -- self | guardian | relative | agent
  asked_by text not null,
  asker_name text,
  asker_contact text,
  -- staff | link | api
  door text not null,
  details text,
  -- link | account | phone | document | in-person; empty until who asks is known to be who they say
  verified_how text,
  verified_note text,
  verified_at timestamptz,
  verified_by text,
  -- cn | eu | other
  jurisdiction text not null,
  received_at timestamptz not null,
  due_at timestamptz not null,
  extended_to timestamptz,
  extension_reason text,
  assignee_id text,
  assignee_name text,
  ended_at timestamptz,
  ended_by text,
  -- what the person was told, or why it was refused
  answer text,
  export_id uuid,
  erasure_id uuid,
  created_by text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  version integer not null default 1
);
create index privacy_requests_open on privacy_requests (due_at) where state in ('open', 'working');
create index privacy_requests_about on privacy_requests (about_id);
create index privacy_requests_received on privacy_requests (received_at desc, id);

-- What was done about a request, one line a step.
create table privacy_steps (
  request_id uuid not null references privacy_requests (id) on delete cascade,
  number integer not null,
  at timestamptz not null,
  what text not null,
  note text,
  by_id text not null,
  by_name text not null,
  primary key (request_id, number)
);

-- Everything kept of one person, as a file. The file goes when its days are over; the row says that it was there.
create table privacy_exports (
  id uuid primary key,
  about_id uuid not null,
  request_id uuid,
  language text not null,
  -- waiting | running | done | failed | stopped | gone
  state text not null,
  progress jsonb not null,
  size bigint,
  hash text,
  fetched integer not null default 0,
  last_fetched_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  expires_at timestamptz,
  lease_until timestamptz,
  failure text
);
create index privacy_exports_open on privacy_exports (created_at) where state in ('waiting', 'running');
create index privacy_exports_about on privacy_exports (about_id);

-- Tombstones. Nothing of the person is in one once it is done: ids, and keyed hashes of the keys that were theirs. After a
-- restore they are applied again.
create table erasures (
  id uuid primary key,
  about_id uuid not null,
  -- the customer and all who had become part of it
  customer_ids uuid[] not null,
  key_hashes text[] not null,
  -- under which their purchases are counted on, or empty where there were none
  remainder_id uuid,
  request_id uuid,
  -- asked | running | done | dropped
  state text not null,
  -- records | traces | files | certificate
  step text not null,
  progress jsonb not null default '{}'::jsonb,
  -- what is searched for, sealed under the installation's key; emptied when it is done
  sealed text,
  reason text,
  -- sums by class
  counts jsonb not null default '{}'::jsonb,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  confirmed_by text,
  confirmed_by_name text,
  confirmed_at timestamptz,
  done_at timestamptz,
  -- how often it was applied again after a restore
  applied_again integer not null default 0,
  certificate text,
  certificate_hash text,
  certificate_signature text,
  lease_until timestamptz
);
create index erasures_about on erasures (about_id);
create index erasures_open on erasures (asked_at) where state in ('asked', 'running');

-- Phones, addresses and the like that nobody markets to again, as keyed hashes.
create table suppressions (
  hash text primary key,
  -- phone | email | wechat
  kind text not null,
  at timestamptz not null,
  erasure_id uuid,
  lifted_at timestamptz,
  lifted_by text,
  lifted_why text
);

-- Only store, stop all else. `reason`: request | erasing | erased.
create table restrictions (
  customer_id uuid not null,
  since timestamptz not null,
  reason text not null,
  note text,
  request_id uuid,
  by_id text not null,
  by_name text not null,
  first_customer_id uuid,
  primary key (customer_id)
);
