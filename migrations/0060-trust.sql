-- Contact details in notes, of customers, of contacts and of to-dos, are kept sealed where the firm keeps them so elsewhere: what was
-- written before is turned over as well. Each kind that is kept sealed, or is about to be, is gone through once more from its first
-- customer on, also where a round is under way or halted and has passed some already. One that is still writing its keys has all
-- customers before it.
update sealed_contacts set phase = 'values', place = null, after = null, found = 0, done = 0, ended_at = null
  where aim = 'sealed' and phase <> 'keys';

-- Where they are being sealed anew under another key, which looks only for what is sealed, the same follows once that is through.
alter table sealed_contacts add column again boolean not null default false;
update sealed_contacts set again = true where aim = 'renewed';
