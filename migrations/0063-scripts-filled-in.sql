-- The fields of its customer that a to-do's script was filled in from: who may not see one of them does not see the script. Of those
-- made before it is not known, so they count as filled in from any.
alter table todos add column filled_from text[];
update todos set filled_from = '{*}' where message_id is not null and script is not null;
