-- Channels: who watches the inbox, the firm's webhook subscriptions, tags of templates, and consent to tracking.

-- One worker alone keeps the connection on which a mail server says that something came.
create table inbox_watches (
  -- host, user and folder, as in inbox_places
  inbox text primary key,
  watcher text not null,
  until timestamptz not null
);

-- Facts that another system of the firm's is told of, over a webhook account.
create table webhook_subscriptions (
  id uuid primary key,
  name text not null,
  account_id uuid not null references channel_accounts (id) on delete cascade,
  -- kinds of facts
  kinds text[] not null,
  -- on | off | ended: the receiver said that it wants no more
  state text not null,
  -- whose rights it has: of customers whom they may not export nothing is told
  acts_as text not null,
  -- tries in a row that the receiver did not take, and when the next one is
  failures integer not null default 0,
  look_at timestamptz,
  said text,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Each fact once for each subscription. What it says is read when it is told, so that nothing is kept twice.
create table webhook_deliveries (
  customer_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  fact_id uuid not null,
  kind text not null,
  -- waiting | sent | failed | withheld
  state text not null,
  tries integer not null default 0,
  due_at timestamptz,
  lease_until timestamptz,
  -- the receiver's answer, or why it was withheld
  said text,
  created_at timestamptz not null,
  sent_at timestamptz,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create unique index webhook_deliveries_once on webhook_deliveries (customer_id, subscription_id, fact_id);
create index webhook_deliveries_due on webhook_deliveries (subscription_id, due_at) where state = 'waiting';
create index webhook_deliveries_listed on webhook_deliveries (subscription_id, created_at, id);

-- Words under which templates are found, beside their one folder.
alter table templates add column tags text[] not null default '{}';

-- Whether presses of links may be noted, apart from whether they may be chosen for.
insert into consent_purposes (code, name, help, channels, opt_in, position, standing) values
  ('tracking', '{"zh": "记录点击", "en": "Noting of presses"}', '{"zh": "记录您点了消息里的哪些链接", "en": "Which links in our messages you press"}', '{}', false, 5, true);
insert into consent_wordings (purpose, version, zh, en, hash) values
  ('tracking', 1, '我们会记录您点了消息里的哪些链接，用来改进内容。您可以随时关闭，链接照常打开。', 'We note which links in our messages you press, to write better ones. You may switch this off at any time; links open as ever.', '');
update consent_wordings set hash = encode(sha256(convert_to(zh || chr(10) || en, 'UTF8')), 'hex') where hash = '';
