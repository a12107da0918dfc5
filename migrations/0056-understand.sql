-- A customer's list holds new things and repeats; which of them are shown is a setting, and "repeat" means repeats alone.
update settings set value = jsonb_set(value, '{mode}', '"both"') where name = 'recommendations' and value ->> 'mode' = 'repeat';
update recommendation_sets set body = jsonb_set(body, '{mode}', '"both"') where body ->> 'mode' = 'repeat';
