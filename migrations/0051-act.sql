-- Which of a team was last given a call, without reading all that they ever were given.
create index todos_given on todos (assignee_id, created_at) where message_id is not null;

-- How many facts a subscriber was told, without reading what they were.
create index webhook_deliveries_states on webhook_deliveries (subscription_id, state);

-- Pictures to put into templates. A template holds a copy, so that what was sent stays what it was.
create table template_pictures (
  id uuid primary key,
  name text not null,
  -- image/png | image/jpeg | image/gif | image/webp
  type text not null,
  width integer not null,
  height integer not null,
  bytes integer not null,
  -- data:image/…;base64,…
  address text not null,
  -- the same picture small, for lists; null where it is small already
  thumbnail text,
  created_by text,
  created_at timestamptz not null
);
create unique index template_pictures_once on template_pictures (md5(address));
create index template_pictures_listed on template_pictures (created_at, id);
