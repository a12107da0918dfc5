-- What campaigns, journeys and every channel share.

-- The firm's accounts with those who carry messages: an SMS vendor, WeCom, a robot, a webhook. E-mail keeps its own setting.
create table channel_accounts (
  id uuid primary key,
  -- sms | wecom | wechat | dingtalk | feishu | webhook
  channel text not null,
  -- which driver speaks to it, e.g. aliyun-sms
  vendor text not null,
  name text not null,
  -- as the vendor's record says; secrets sealed
  settings jsonb not null,
  state text not null default 'on',
  is_default boolean not null default false,
  -- what is done with a message whose fate is unknown: at-most-once leaves it, at-least-once sends it again
  delivery text not null default 'at-most-once',
  -- the most that is sent in a second; null for as fast as it goes
  per_second real,
  -- minor units for a message, or for each part of a long one
  cost integer not null default 0,
  checked_at timestamptz,
  check_result jsonb,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index channel_accounts_default on channel_accounts (channel) where is_default;

-- Access tokens that the vendors hand out for a time; fetched anew under the row's lock, for a second one ends the first.
create table channel_tokens (
  account_id uuid not null references channel_accounts (id) on delete cascade,
  name text not null,
  sealed text,
  expires_at timestamptz,
  updated_at timestamptz not null,
  primary key (account_id, name)
);

-- email | sms | wecom | wechat | dingtalk | feishu | webhook | task
alter table templates add column channel text not null default 'email';

alter table messages
  add column account_id uuid,
  add column campaign_id uuid,
  add column variant text,
  add column template_version integer,
  add column language text,
  -- 0 to 100; of two messages for which there is room for one, the higher goes
  add column priority smallint not null default 50,
  -- what brought it about, for its template, e.g. what lay in the cart
  add column context jsonb,
  -- minor units
  add column cost integer,
  add column delivered_at timestamptz,
  add column bounced_at timestamptz,
  add column replied_at timestamptz,
  add column clicked_at timestamptz;
create index messages_campaign on messages (campaign_id, created_at) where campaign_id is not null;
create index messages_reference on messages (reference) where reference is not null;
