-- Understand: what lifetime value counts.

-- The margin at which this customer's lifetime value was counted, 0 to 1; null: it is counted as spend, as the shop's costs are not known.
alter table predictions add column margin_share real;
