-- The audit: who changed, read or was refused what, from where and why. It stands in a schema of its own, which another
-- role is given at the start (src/platform/audit/guard-audit.ts): the program's own role may then add lines and read them,
-- and neither change nor remove any. What is to change here later is therefore done there, not by a numbered migration.
-- All of kind 'node'.
create schema audit;

alter table public.audit set schema audit;
alter table audit.audit rename to entries;
alter table audit.entries rename column input to details;
alter table audit.entries drop column outcome;
-- change, reading, refusal or sign-in.
alter table audit.entries add column kind text not null default 'change';
alter table audit.entries add column actor_name text;
alter table audit.entries add column source text;
alter table audit.entries add column address text;
alter table audit.entries add column agent text;
-- What it is about: a customer, a segment …; `subject` is that one's id.
alter table audit.entries add column entity text;
-- Whom it is about, where the subject is not the customer.
alter table audit.entries add column customer_id uuid;
-- done, refused.
alter table audit.entries add column outcome text not null default 'done';
-- Of the problem, where it was refused.
alter table audit.entries add column code text;
alter table audit.entries add column reason text;
-- How many records were read, changed or asked for.
alter table audit.entries add column records bigint;
-- Which ones, where they were read by the page.
alter table audit.entries add column ids uuid[];
-- What was sent and what became of the fields, as the text of a JSON object with a salt. It goes when the person is erased;
-- `seal`, its SHA-256, stays, and by it a change of the text is found.
alter table audit.entries add column withheld text;
alter table audit.entries add column seal text;
-- The transaction that wrote it: by it a tick finds what it has not chained yet, however late it was committed.
alter table audit.entries add column xact xid8 not null default pg_current_xact_id();

drop index audit.audit_time;
create index entries_time on audit.entries (at, id);
create index entries_actor on audit.entries (actor, at, id);
create index entries_customer on audit.entries (customer_id, at) where customer_id is not null;
create index entries_xact on audit.entries (xact);
-- The few among the many.
create index entries_rare on audit.entries (kind, at, id) where kind in ('refusal', 'sign-in');

-- Every entry in the order in which the program found it. digest: SHA-256 of the entry; hash: of the hash before, the
-- number, the entry's id and its digest. `upto`: all transactions below it were over when this was written.
create table audit.chain (
  seq bigint primary key,
  entry_id uuid not null unique,
  digest bytea not null,
  hash bytea not null,
  upto xid8 not null,
  at timestamptz not null
);

-- Where the chain begins since old entries were let go: the last number that is gone, and its hash.
create table audit.cuts (
  seq bigint primary key,
  hash bytea not null,
  entries bigint not null,
  at timestamptz not null
);

-- Customers, records or single entries whose values were taken out of the audit.
create table audit.erasures (
  customer_id uuid primary key,
  entries bigint not null,
  at timestamptz not null
);

-- Lets go of the oldest entries, at most `most`, and remembers the hash at which the chain goes on. It asks the database's
-- own clock: the role that calls it is just the one that is not believed.
create function audit.forget(before timestamptz, most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  first bigint;
  last bigint;
  gone bigint;
  earlier bigint;
begin
  if before is null or before > clock_timestamp() - interval '180 days' then
    raise exception 'audit entries younger than 180 days stay' using errcode = 'insufficient_privilege';
  end if;
  lock table audit.cuts in exclusive mode;
  select coalesce(max(c.seq), 0), coalesce(max(c.entries), 0) into first, earlier from audit.cuts c;
  -- Never the newest: the next one is chained to it.
  select least(first + most, max(c.seq) - 1) into last from audit.chain c;
  if last is null or last <= first then return 0; end if;
  select coalesce(min(c.seq) - 1, last) into last from audit.chain c left join audit.entries e on e.id = c.entry_id
    where c.seq > first and c.seq <= last and (c.at >= before or e.at >= before);
  if last <= first then return 0; end if;
  insert into audit.cuts (seq, hash, entries, at)
    select c.seq, c.hash, earlier + last - first, clock_timestamp() from audit.chain c where c.seq = last;
  if not found then return 0; end if;
  delete from audit.cuts where seq < last;
  delete from audit.entries e using audit.chain c where c.entry_id = e.id and c.seq <= last;
  delete from audit.chain where seq <= last;
  return last - first;
end $$;

-- Takes the values of a person (or of one entry that names them, by its id) out, for good, and says that it did.
create function audit.erase(customer uuid) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone bigint;
begin
  update audit.entries e set withheld = null where (e.subject = customer::text or e.customer_id = customer or e.id = customer) and e.withheld is not null;
  get diagnostics gone = row_count;
  insert into audit.erasures as x (customer_id, entries, at) values (customer, gone, clock_timestamp())
    on conflict (customer_id) do update set entries = x.entries + excluded.entries, at = excluded.at;
  return gone;
end $$;

revoke all on function audit.forget(timestamptz, integer) from public;
revoke all on function audit.erase(uuid) from public;

-- Looks over the whole chain: how far each is, and what it found.
create table audit_checks (
  id uuid primary key,
  started_at timestamptz not null,
  started_by text,
  ended_at timestamptz,
  state text not null,
  checked bigint not null,
  total bigint not null,
  -- Where it goes on: number, hash, newest instant so far, and the anchors' place.
  place jsonb not null,
  breaks jsonb not null,
  broken bigint not null
);
create index audit_checks_time on audit_checks (started_at);

-- Somebody read far more than they are used to.
create table audit_alarms (
  id uuid primary key,
  actor text not null,
  actor_name text,
  raised_at timestamptz not null,
  seen_at timestamptz not null,
  records bigint not null,
  usual bigint not null,
  addresses text[] not null,
  settled_at timestamptz,
  settled_by text,
  settled_how text,
  mailed_at timestamptz
);
create unique index audit_alarms_open on audit_alarms (actor) where settled_at is null;
