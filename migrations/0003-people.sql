-- People and companies: what else may be known of a customer.

alter table customers add column kind text not null default 'person';
alter table customers add column short_name text;
alter table customers add column credit_code text;
alter table customers add column id_card text;
alter table customers add column wechat text;
alter table customers add column district text;
-- `08-15`, or `leap-04-01` for a day of a leap month
alter table customers add column lunar_birthday text;
-- the firm's own fields, by name (custom_fields)
alter table customers add column custom jsonb not null default '{}'::jsonb;
