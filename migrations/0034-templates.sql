-- Content: templates in blocks, their versions, their approval, and links that say when they were clicked.

alter table templates
  -- { form, texts: { zh?, en? } } as content.ts says; null for one that is a subject and a body
  add column content jsonb,
  add column version integer not null default 1,
  -- draft | waiting | approved | returned; asked only where approval is switched on
  add column state text not null default 'approved',
  add column folder text,
  -- who waits for whom: who wrote this version, who decided about it, and what they said
  add column written_by text,
  add column decided_by text,
  add column decided_at timestamptz,
  add column decision_note text;

-- Every version that may have gone out, as it was.
create table template_versions (
  template_id uuid not null,
  version integer not null,
  name text not null,
  subject text not null,
  body text not null,
  content jsonb,
  channel text not null,
  kind text not null,
  purpose text,
  note text,
  created_by text,
  created_at timestamptz not null,
  primary key (template_id, version)
);

-- A link of a message: `n` is its number there. The address that is named to the customer says which message and which number,
-- signed; where it leads stands here alone.
create table message_links (
  customer_id uuid not null,
  message_id uuid not null,
  n smallint not null,
  target text not null,
  primary key (customer_id, message_id, n)
);
create table message_clicks (
  customer_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  n smallint not null,
  machine boolean not null,
  agent text,
  at timestamptz not null,
  primary key (customer_id, id)
);
create index message_clicks_message on message_clicks (customer_id, message_id, n);
