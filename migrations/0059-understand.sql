-- Stages that went by each one's own rhythm go by days for whoever wants no personalisation, whose rhythm is unknown since 0055:
-- else they would be neither dormant nor churned any more.
with ours (key, field, days) as (values ('dormant', 'lateAt', 180), ('churned', 'goneAt', 365)),
  past as (select o.*, jsonb_build_object('field', o.field, 'op', 'longer-ago-than', 'value', '{"amount": 0, "unit": "days"}'::jsonb) as rule from ours o)
update stages s set rule = jsonb_build_object('any', jsonb_build_array(p.rule, jsonb_build_object('all', jsonb_build_array(
    jsonb_build_object('field', p.field, 'op', 'is-unknown'),
    jsonb_build_object('field', 'lastPurchaseAt', 'op', 'longer-ago-than', 'value', jsonb_build_object('amount', p.days, 'unit', 'days'))))))
  from past p where s.key = p.key and s.rule in (p.rule, jsonb_build_object('all', jsonb_build_array(p.rule)));
