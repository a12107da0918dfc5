-- Sign-in: a second factor, passkeys, foreign sign-in (OIDC), sessions that can be seen and ended, and narrower API keys.

-- A session is kept by the hash of its token, so that a copy of the database opens none. Those from before are over: their
-- people sign in again.
delete from auth.sessions;
-- `strong`: a second factor or its like was shown. `fresh_at`: when its holder last proved who they are.
alter table auth.sessions add column means text not null default 'password';
alter table auth.sessions add column strong boolean not null default false;
alter table auth.sessions add column fresh_at timestamptz not null;
alter table auth.sessions add column last_seen_at timestamptz not null;
alter table auth.sessions drop column updated_at;

-- Only passwords that grow old are told apart by their age; the last ones are kept where they may not come back.
alter table auth.accounts add column password_set_at timestamptz;
update auth.accounts set password_set_at = updated_at where password is not null;
create table auth.old_passwords (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  hash text not null,
  set_at timestamptz not null
);
create index old_passwords_user on auth.old_passwords (user_id, set_at);

-- The app that shows codes: its secret is sealed; a code at or before `last_counter` was used.
create table auth.authenticators (
  user_id uuid primary key references auth.users (id) on delete cascade,
  secret text not null,
  last_counter bigint not null,
  made_at timestamptz not null
);

create table auth.recovery_codes (
  user_id uuid not null references auth.users (id) on delete cascade,
  hash text not null,
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (user_id, hash)
);

create table auth.passkeys (
  id text primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  backed_up boolean not null,
  made_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_user on auth.passkeys (user_id);

-- What is under way at the door, for some minutes: a code to be entered, a passkey's challenge, a visit to a provider.
create table auth.steps (
  hash text primary key,
  purpose text not null,
  user_id uuid references auth.users (id) on delete cascade,
  data jsonb not null,
  tries integer not null,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
create index steps_age on auth.steps (expires_at);

-- Wrong tries, by keyed hashes of accounts and places.
create table auth.tries (
  key text primary key,
  tries integer not null,
  until timestamptz not null
);
create index tries_age on auth.tries (until);

-- Who else may say who somebody is. `vouches`: this provider asks for a second factor itself.
create table auth.providers (
  id uuid primary key,
  name text not null,
  issuer text not null,
  client_id text not null,
  secret text not null,
  newcomers boolean not null,
  role text not null,
  domains text[] not null,
  vouches boolean not null,
  enabled boolean not null,
  made_at timestamptz not null,
  changed_at timestamptz not null
);

-- What of its role a key may do; null areas are all of them.
alter table api_keys add column scopes jsonb not null default '{"access": "write", "areas": null}';
alter table api_keys add column expires_at timestamptz;
alter table api_keys add column last_used_address text;
