-- The whole result as it was read with the short one: with many people it takes seconds to read, so the page shows it at once and says
-- as of when.
alter table trial_readings add column whole jsonb;
