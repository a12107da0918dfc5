-- What customers agreed to and what they refused, one row an act. Nothing is changed or taken away again (a merge moves
-- rows, the erasing of a person takes them all); what holds now is computed from the rows.

create table consents (
  customer_id uuid not null,
  id uuid not null,
  purpose text not null,
  -- email | sms | call | wechat | post; empty for a purpose that goes by no channel
  channel text not null default '',
  -- normalised; empty: every address of the channel
  address text not null default '',
  -- given | refused | withdrawn | expired
  state text not null,
  -- general | share | publish | sensitive | abroad | automated
  kind text not null default 'general',
  -- consent | contract | legal-duty | request
  basis text not null default 'consent',
  -- which wording of the purpose was shown; none where nobody knows
  version int,
  wording_hash text,
  language text,
  how text not null,
  -- when it was said, and the time zone of the place where it was
  at timestamptz not null,
  zone text,
  -- where it came from: a page's address, a file
  place text,
  ip text,
  agent text,
  by_whom text,
  evidence jsonb,
  -- {name, relation, contact, proof}
  guardian jsonb,
  jurisdiction text,
  valid_until timestamptz,
  replaces uuid,
  -- made by this merge: the stricter won
  merge_id uuid,
  note text,
  recorded_at timestamptz not null,
  first_customer_id uuid,
  primary key (customer_id, id)
);
create index consents_ending on consents (valid_until, customer_id) where valid_until is not null and state = 'given';
create index consents_recorded on consents (recorded_at, purpose, channel);

-- What customers are asked about. `counts_from`: consents to earlier wordings count no longer.
create table consent_purposes (
  code text primary key,
  name jsonb not null,
  help jsonb not null,
  channels text[] not null,
  kind text not null default 'general',
  -- true: nothing is done without a yes; false: until somebody objects
  opt_in boolean not null,
  -- shown on the customer's page of preferences
  shown boolean not null default true,
  version int not null default 1,
  counts_from int not null default 0,
  position int not null default 0,
  standing boolean not null default false,
  retired_at timestamptz,
  updated_at timestamptz
);

-- Each wording as it was shown, for ever.
create table consent_wordings (
  purpose text not null,
  version int not null,
  zh text not null,
  en text not null,
  hash text not null,
  -- what differs from the one before: wording | purpose | method | data
  changes text[] not null default '{}',
  asks_anew boolean not null default false,
  made_by text,
  made_at timestamptz,
  primary key (purpose, version)
);

insert into consent_purposes (code, name, help, channels, opt_in, position, standing) values
  ('marketing', '{"zh": "营销消息", "en": "Marketing"}', '{"zh": "新品、优惠和活动", "en": "News, offers and events"}', '{email,sms,call,wechat,post}', true, 1, true),
  ('service', '{"zh": "服务通知", "en": "Service notices"}', '{"zh": "订单、售后等与您的事情有关的通知", "en": "About your own orders and requests"}', '{email,sms,call,wechat,post}', false, 2, true),
  ('surveys', '{"zh": "满意度调查", "en": "Surveys"}', '{"zh": "请您评价产品和服务", "en": "Questions about our products and service"}', '{email,sms,call,wechat}', true, 3, true),
  ('personalisation', '{"zh": "个性化推荐", "en": "Personalisation"}', '{"zh": "按您的购买和浏览挑选内容", "en": "Choosing what you are shown by what you bought and looked at"}', '{}', false, 4, true);

insert into consent_wordings (purpose, version, zh, en, hash) values
  ('marketing', 1, '我同意接收新品、优惠和活动消息，并知道可以随时退订。', 'I agree to receive news, offers and invitations, and know that I can stop this at any time.', ''),
  ('service', 1, '我们会就您的订单和服务请求通知您。您可以随时拒绝。', 'We tell you about your orders and requests. You may object at any time.', ''),
  ('surveys', 1, '我同意偶尔收到满意度调查，并知道可以随时拒绝。', 'I agree to be asked now and then how we did, and know that I can stop this at any time.', ''),
  ('personalisation', 1, '我们按您的购买和浏览为您挑选内容。您可以随时关闭。', 'We choose what you are shown by what you bought and looked at. You may switch this off at any time.', '');
update consent_wordings set hash = encode(sha256(convert_to(zh || chr(10) || en, 'UTF8')), 'hex') where hash = '';

-- Kept in step with the rows above, like email_consent and the consent of contact_points.
alter table customers add column no_personalisation boolean not null default false;

-- Known by their birthday to be below the age at which one may agree oneself; until the day on which they are not.
create table minors (
  customer_id uuid primary key,
  until date not null
);
create index minors_until on minors (until, customer_id);

-- The purpose that a template serves, where that is not its kind.
alter table templates add column purpose text;

-- What was known before records were kept, said as what it is: nobody knows the wording, and when it was said only where
-- the address says it. The id follows from the row, so that the same base gives the same records.
insert into consents (customer_id, id, purpose, channel, address, state, how, at, recorded_at, by_whom)
  select c.id, overlay(overlay(md5(c.id::text || ':consent:email') placing '8' from 13) placing '8' from 17)::uuid, 'marketing', 'email',
    case c.email_consent when 'granted' then coalesce(c.email, '') else '' end, case c.email_consent when 'granted' then 'given' else 'withdrawn' end,
    'before-records', coalesce(p.consent_at, c.updated_at), c.updated_at, p.consent_how
  from customers c left join contact_points p on p.customer_id = c.id and p.kind = 'email' and p.value = c.email
  where c.email_consent in ('granted', 'withdrawn');
insert into consents (customer_id, id, purpose, channel, address, state, how, at, recorded_at, by_whom)
  select p.customer_id, overlay(overlay(md5(p.id::text || ':consent:' || k.channel) placing '8' from 13) placing '8' from 17)::uuid, 'marketing', k.channel,
    p.value, case p.consent when 'granted' then 'given' else 'withdrawn' end, 'before-records', coalesce(p.consent_at, p.updated_at), p.updated_at, p.consent_how
  from contact_points p join customers c on c.id = p.customer_id
    join (values ('email', 'email'), ('phone', 'sms'), ('phone', 'call'), ('wechat', 'wechat'), ('address', 'post')) k(kind, channel) on k.kind = p.kind
  where p.consent in ('granted', 'withdrawn') and (p.kind <> 'email' or p.value is distinct from c.email);
