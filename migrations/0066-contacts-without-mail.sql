-- Who asked for no e-mail at a company, as a colleague or another program's file says.
alter table contacts add column no_mail boolean not null default false;
