-- Of entries made while the model had withdrawn itself: their value never rested on a prediction.
update churn_entries set why = jsonb_set(why, '{predicted}', 'false') where why -> 'predicted' = 'null'::jsonb;

-- Whose entry closed itself by a purchase had, as its reason, only what was known when they were listed. What a person put down while
-- the entry was under way, last of all, is in the steps. Who closed an entry by hand gave it the reason that was known then.
update churn_entries e set reason = t.reason
from (select distinct on (o.customer_id, o.id) o.customer_id, o.id, s.details ->> 'reason' as reason
  from churn_entries o join churn_steps s on s.customer_id = o.customer_id and s.kind = 'reason' and s.at >= o.opened_at and s.at <= o.resolved_at
  where o.state = 'back' and o.resolved_by = 'system:churn' order by o.customer_id, o.id, s.at desc, s.id desc) t
where e.customer_id = t.customer_id and e.id = t.id and t.reason is not null;
