-- Contact details that are kept sealed where the firm switched it on.

-- The key of contact details, wrapped under the key-encryption key of `key_version`. A contact detail is sealed alike wherever
-- it stands, so that it is found, matched and joined by.
create table contact_keys (
  version integer primary key,
  wrapped bytea not null,
  key_version integer not null,
  made_at timestamptz not null
);

-- Which contact details are kept sealed, and how far their turning over has come. No row: kept as it is.
create table sealed_contacts (
  -- phone | email | wechat
  kind text primary key,
  -- what it is to be: sealed | open
  aim text not null,
  -- keys: identity keys are written in both forms, all else as before · values: new values are written in the new form and the
  -- old ones are turned over · done
  phase text not null,
  -- where it is, and behind which row; `found` is what this round has changed
  place text,
  after text,
  found bigint not null default 0,
  done bigint not null default 0,
  total bigint not null default 0,
  started_at timestamptz not null,
  -- since when new values are written in the new form
  written_at timestamptz,
  halted_at timestamptz,
  ended_at timestamptz,
  changed_by text not null
);
