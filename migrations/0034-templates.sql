-- Content: templates in blocks, their versions, their approval, and links that say when they were clicked.

alter table templates
  -- { form, texts: { zh?, en? } } as content.ts says; null for one that is a subject and a body
  add column content jsonb,
  add column version integer not null default 1,
  -- draft | waiting | approved | returned; of the newest version; asked only of marketing, where approval is switched on
  add column state text not null default 'approved',
  -- what goes out while a newer version waits; null where none was ever approved
  add column approved_version integer default 1,
  add column folder text,
  -- who wrote the newest version, who decided about it, and what they said
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
insert into template_versions (template_id, version, name, subject, body, channel, kind, purpose, created_by, created_at)
  select id, 1, name, subject, body, channel, kind, purpose, created_by, updated_at from templates;

-- Where the links of a message lead, by their number from 1. The address in the message says which message and which number,
-- signed; where it leads stands here alone. Counted apart: presses by people, and by machines that look through mails.
create table message_links (
  customer_id uuid not null,
  message_id uuid not null,
  targets text[] not null,
  clicks integer[] not null,
  machine_clicks integer[] not null,
  created_at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, message_id)
);
create index message_links_message on message_links (message_id);
