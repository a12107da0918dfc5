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
