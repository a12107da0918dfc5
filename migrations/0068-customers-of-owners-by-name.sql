-- Somebody's own customers in the order of their names: without it, one reads through the names of everybody's.
create index customers_owner_name on customers (owner_id, name_pinyin, id) where owner_id is not null;
