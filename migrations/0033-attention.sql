-- The outbox of every channel, and what may still be sent to whom.

-- Of no use any more after; a message that is late by then is refused.
alter table messages add column expires_at timestamptz;
-- A bounce or a reply names a message by its Message-ID alone, which begins with its id.
create index messages_id on messages (id);

-- Planned campaigns and journeys keep room for what they will send; a message of lower priority for which then no room is left waits or is refused.
create table attention_reservations (
  customer_id uuid not null,
  id uuid not null,
  -- campaign | journey, and which
  by_kind text not null,
  by_id uuid not null,
  channel text not null,
  priority smallint not null default 50,
  from_at timestamptz not null,
  until_at timestamptz not null,
  created_at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, id),
  unique (customer_id, by_kind, by_id, channel)
);
create index attention_reservations_by on attention_reservations (by_kind, by_id);
create index attention_reservations_until on attention_reservations (until_at);

-- Each channel's outbox is read by itself, so that one that is slow holds up no other.
drop index messages_due;
create index messages_due on messages (channel, coalesce(account_id, '00000000-0000-0000-0000-000000000000'::uuid), due_at) where state in ('queued', 'sending');
-- Whom messages went to of late, for the limits of everybody at once.
create index messages_left on messages (sent_at) include (customer_id, channel, kind) where sent_at is not null;

-- How fast each way out may go, for all workers together, and why one stands still: a token that is refused, an account without money.
create table message_outlets (
  -- email, task, or the id of an account
  key text primary key,
  -- the next message leaves no sooner
  next_at timestamptz,
  -- what stopped it: {code, details}
  stopped jsonb,
  stopped_at timestamptz,
  -- when one message is tried again
  look_at timestamptz,
  tries integer not null default 0
);
