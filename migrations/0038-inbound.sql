-- What comes back: answers, bounces and complaints by e-mail, and the results of calls.

-- A mail that came in and is worth a look. One that nobody can be told of yet stands under the nil id, as to-dos about no customer do.
create table inbound_mails (
  customer_id uuid not null,
  id uuid not null,
  about uuid generated always as (nullif(customer_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  -- reply | unsubscribe | auto-reply | bounce | complaint | other
  kind text not null,
  -- open: somebody should look | done
  state text not null,
  from_address text,
  from_name text,
  subject text not null,
  -- their own words, plain
  body text not null,
  -- our message that it answers or is about
  message_id uuid,
  -- of a bounce {sort, code, said, recipient}, of a complaint {sort, recipient}
  details jsonb not null,
  received_at timestamptz not null,
  recorded_at timestamptz not null,
  done_at timestamptz,
  done_by text,
  done_by_name text,
  -- the to-do that was made of it
  todo_id uuid,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index inbound_mails_id on inbound_mails (id);
create index inbound_mails_state on inbound_mails (state, received_at, id);
create index inbound_mails_received on inbound_mails (received_at, id);

-- Addresses that mails came back from. Held: nothing is mailed there until somebody releases it.
create table email_holds (
  customer_id uuid not null,
  address text not null,
  -- empty while it only bounced for the time being
  held_at timestamptz,
  -- hard | soft
  sort text not null,
  code text,
  said text,
  -- how often in a row mails came back for the time being
  soft_bounces integer not null default 0,
  bounced_at timestamptz not null,
  released_at timestamptz,
  released_by text,
  released_by_name text,
  first_customer_id uuid,
  primary key (customer_id, address)
);
create index email_holds_held on email_holds (held_at, address) where held_at is not null;

-- Mails that were handled, by a hash of each, so that one that is read twice is handled once.
create table inbound_seen (
  key text primary key,
  seen_at timestamptz not null
);
create index inbound_seen_at on inbound_seen (seen_at);

-- How far an inbox was read.
create table inbox_places (
  -- host, user and folder
  inbox text primary key,
  uid_validity text not null,
  last_uid bigint not null,
  -- when all that lay there had been read last
  caught_up_at timestamptz,
  read_at timestamptz not null,
  -- why it could not be read last: {cause, reason}
  failure jsonb
);

-- A call to make: what to say, what came of it.
alter table todos
  add column script text,
  -- the message that the to-do is, where it came through a channel
  add column message_id uuid,
  -- connected | no-answer | call-back | declined | wrong-number
  add column result text,
  -- 1 to 5
  add column satisfaction smallint,
  add column result_note text,
  -- to be told to the assignee's manager where it is still open by then
  add column escalate_at timestamptz,
  add column escalated_at timestamptz;
create index todos_escalate on todos (escalate_at) where state = 'open' and escalated_at is null and escalate_at is not null;
