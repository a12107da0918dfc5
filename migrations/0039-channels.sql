-- What the vendors of channels tell us: receipts, words, who follows; and the texts that are registered with them.

alter table channel_accounts add column last_call_at timestamptz;

-- A text that the vendor approved. Messages name it by its code and bring only what stands in its places.
create table channel_texts (
  id uuid primary key,
  account_id uuid not null references channel_accounts (id) on delete cascade,
  code text not null,
  -- with its places as the vendor writes them: ${name}, {1}, {{thing1.DATA}}
  text text not null,
  -- marketing | service | survey: what the vendor approved it for
  purpose text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (account_id, code)
);

-- Who follows or has added the firm, customer or not; whose address it is stands in `identities`.
create table channel_followers (
  account_id uuid not null,
  -- an openid, an external_userid
  address text not null,
  union_id text,
  name text,
  -- of WeCom: the employee whom they know
  employee text,
  followed_at timestamptz not null,
  left_at timestamptz,
  last_word_at timestamptz,
  -- when the vendor was asked who they are; null until then
  looked_at timestamptz,
  primary key (account_id, address)
);
create index channel_followers_new on channel_followers (followed_at) where looked_at is null and left_at is null;

-- What was taken of a vendor's calls, so that one that comes twice does nothing.
create table channel_calls (
  account_id uuid not null references channel_accounts (id) on delete cascade,
  key text not null,
  at timestamptz not null,
  primary key (account_id, key)
);
create index channel_calls_at on channel_calls (at);

-- What waits for a colleague's confirmation, for whoever asks the vendor about it.
create index messages_handed on messages (channel, id) where state = 'handed';
