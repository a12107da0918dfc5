-- The order that a refund is of, where its own number is another: it goes with its order when that is cancelled. Null where it has
-- its order's number. Those made before have a number that begins with their order's and a stroke, or their order is not known.
-- The order is looked up by its key: one customer may have as many purchases as a till that names nobody.
alter table purchases add column order_number text;
update purchases r set order_number = (select left(r.number, i - 1) from generate_series(2, length(r.number)) i
    join purchase_numbers n on n.key = r.source || ':purchase:' || left(r.number, i - 1)
    where substr(r.number, i, 1) = '/' and n.customer_id = r.customer_id and n.voided_at is null
    order by i desc limit 1)
  where r.kind = 'refund' and position('/' in r.number) > 0;
