-- What a way out stands still for may name, in the answer of a server, whom the message was for; since lately it does not. Those of
-- before are let go, as if the account had just been set right: a portion is tried, and what still stands in its way is said anew.
update message_outlets set stopped = null, stopped_at = null, look_at = null, tries = 0 where stopped ? 'details';
