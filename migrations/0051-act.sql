-- Which of a team was last given a call, without reading all that they ever were given.
create index todos_given on todos (assignee_id, created_at) where message_id is not null;

-- How many facts a subscriber was told, without reading what they were.
create index webhook_deliveries_states on webhook_deliveries (subscription_id, state);
