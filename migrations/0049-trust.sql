-- A key of contact details that can be changed.

-- Which version of the key a contact detail is sealed under, and which it was under before; until new values are written in the
-- new form, that is the one.
alter table sealed_contacts add column contact_key integer not null default 1;
alter table sealed_contacts add column former_key integer not null default 1;

-- Since when nothing that can be changed is sealed under it. The audit, which cannot, is read with it still.
alter table contact_keys add column retired_at timestamptz;
