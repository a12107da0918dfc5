-- An order that its source cancelled counts no more, and its number remembers so: what tells of the order later and happened before
-- that time does not bring it back, nor does an order come in that was cancelled before it was told.
alter table purchase_numbers add column voided_at timestamptz;
