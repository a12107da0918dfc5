-- Of whoever wants no personalisation no rhythm is told: stages, segments and lists go by days for them.
alter table rhythms alter column rhythm_days drop not null;
alter table rhythms alter column due_at drop not null;
alter table rhythms alter column late_at drop not null;
alter table rhythms alter column gone_at drop not null;
update rhythms r set rhythm_days = null, due_at = null, late_at = null, gone_at = null
  from customers c where c.id = r.customer_id and c.no_personalisation;
