-- What came in since an instant is asked for after every making of predictions, and read all purchases for it. They lie about
-- in the order in which they came, so a few kilobytes say where the newest are.
create index purchases_recorded on purchases using brin (recorded_at) with (pages_per_range = 32, autosummarize = on);
