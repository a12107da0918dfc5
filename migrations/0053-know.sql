-- Households that an import made, who came into one by it, and what they share by it: undoing it takes them back.
alter table households add column import_id uuid;
alter table household_members add column import_id uuid;
alter table shared_keys add column import_id uuid;
create index households_import on households (import_id) where import_id is not null;
create index household_members_import on household_members (import_id) where import_id is not null;
create index shared_keys_import on shared_keys (import_id) where import_id is not null;
