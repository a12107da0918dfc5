-- The index of those with news named both counters of a head, so PostgreSQL wrote every fact's head anew into the primary key too,
-- and left the one before to be cleared away. A column of its own changes only when somebody begins to have news or has none any more;
-- all between is written in place, on pages that leave room for it.
drop index log_heads_news;
alter table log_heads set (fillfactor = 70);
alter table log_heads add column news boolean not null generated always as (done < seq) stored;
create index log_heads_news on log_heads (customer_id) where news;
