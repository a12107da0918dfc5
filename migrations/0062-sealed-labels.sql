-- Contact details in the labels of ways to reach somebody are kept sealed where the firm keeps them so elsewhere, as those in notes
-- are: what was written before is turned over as well, from the first customer on, also where a round is under way or halted.
update sealed_contacts set phase = 'values', place = null, after = null, found = 0, done = 0, ended_at = null
  where aim = 'sealed' and phase <> 'keys';
update sealed_contacts set again = true where aim = 'renewed';
