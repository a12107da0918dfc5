-- What an uploaded file holds, as a hash of its bytes: a file that comes a second time is told so before it is imported.
alter table imports add column content_hash text;
create index imports_content on imports (content_hash) where content_hash is not null;
