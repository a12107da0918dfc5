-- When its source said last how an order stands: what it said before that and comes later is passed over.
alter table purchase_numbers add column told_at timestamptz;
