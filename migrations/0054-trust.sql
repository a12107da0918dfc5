-- Interactions whose contact details were sealed keep no word of what they were: of the words under which they are found those
-- stay that their texts still hold, and the blind indexes in them are added.
update interactions i set search = array_to_tsvector(
    array(select w from unnest(tsvector_to_array(i.search)) w
      where strpos(regexp_replace(t.said, '§[34]\.(?:phone|email|wechat)\.[0-9a-f]*\.[0-9a-f]*\.[0-9a-f]*', ' ', 'g'), w) > 0)
    || array(select b from regexp_matches(t.said, '§[34]\.(?:phone|email|wechat)\.([0-9a-f]{32})\.([0-9a-f]*)\.', 'g') m, unnest(m) b where b <> ''))
  from (select customer_id, id, lower(normalize(concat_ws(' ', summary, next_step, person, place), NFKC)) as said from interactions
    where summary ~ '§[34]\.(phone|email|wechat)\.') t
  where i.customer_id = t.customer_id and i.id = t.id;

-- What was said in interactions since the switch, and in those that were removed, is turned over as well: the last round of
-- each kind that is kept sealed is gone through once more.
update sealed_contacts set phase = 'values', place = null, after = null, found = 0, done = 0, ended_at = null
  where aim = 'sealed' and phase = 'done';
