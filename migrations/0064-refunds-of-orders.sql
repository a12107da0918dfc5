-- The order that a refund is of, where its own number is another: it goes with its order when that is cancelled. Null where it has
-- its order's number. Those made before have a number that begins with their order's and a stroke, or their order is not known.
alter table purchases add column order_number text;
update purchases r set order_number = (select p.number from purchases p
    where p.customer_id = r.customer_id and p.source = r.source and p.kind = 'purchase' and starts_with(r.number, p.number || '/')
    order by length(p.number) desc limit 1)
  where r.kind = 'refund' and position('/' in r.number) > 0;
