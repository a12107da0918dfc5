import pg from 'pg'
import type { Pool } from 'pg'

/** The role that owns the audit. It never signs in. */
export const keeper = 'regulars_keeper'

const tables = ['entries', 'chain', 'cuts', 'erasures'] as const
const functions = ['audit.forget(timestamptz, integer)', 'audit.erase(uuid)'] as const

/** Every column but `xact`, which the database fills. */
const entryColumns =
  'id, at, kind, actor, actor_name, source, address, agent, action, entity, subject, customer_id, outcome, code, reason, records, ids, details, withheld, seal'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/**
 * What hands the audit to its keeper, as SQL for a superuser: afterwards `role`, as which the program signs in, may add
 * lines and read them, let go of those older than 180 days and take out the values of an erased person by the keeper's
 * functions, and nothing else. It can be run again at any time. What is to change in these tables in later versions is
 * added here, as the program's own migrations cannot reach them any more.
 */
export function guardStatements(role: string): string[] {
  const to = quoted(role)
  return [
    `do $$ begin if not exists (select 1 from pg_roles where rolname = '${keeper}') then create role ${keeper} nologin; end if; end $$`,
    `do $$ begin if exists (select 1 from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles p on p.oid = m.member
        where r.rolname = '${keeper}' and p.rolname = '${role.replaceAll("'", "''")}') then revoke ${keeper} from ${to}; end if; end $$`,
    `alter schema audit owner to ${keeper}`,
    ...tables.map((table) => `alter table audit.${table} owner to ${keeper}`),
    ...functions.map((name) => `alter function ${name} owner to ${keeper}`),
    `revoke all on schema audit from public, ${to}`,
    ...tables.map((table) => `revoke all on audit.${table} from public, ${to}`),
    `revoke all (${entryColumns}, xact) on audit.entries from ${to}`,
    ...functions.map((name) => `revoke all on function ${name} from public, ${to}`),
    `grant usage on schema audit to ${to}`,
    ...tables.map((table) => `grant select on audit.${table} to ${to}`),
    `grant insert (${entryColumns}) on audit.entries to ${to}`,
    `grant insert on audit.chain to ${to}`,
    ...functions.map((name) => `grant execute on function ${name} to ${to}`),
  ]
}

/**
 * Hands the audit to its keeper, where we hold the superuser's connection: the database that the program brings.
 * @param adminUrl of the superuser, to any database of the server
 * @param url of the program, which says the database and the role
 */
export async function guardAudit(adminUrl: string, url: string): Promise<void> {
  const target = new URL(adminUrl)
  const { pathname, username } = new URL(url)
  target.pathname = pathname
  const client = new pg.Client({ connectionString: target.href, application_name: 'regulars keeper' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    for (const statement of guardStatements(decodeURIComponent(username))) await client.query(statement)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

export type Protection = {
  /** Nobody who holds the program's role can change or remove what is in the audit. */
  readonly isProtected: boolean
  readonly role: string
  /** What the role could do to it. */
  readonly holes: readonly ('superuser' | 'owner' | 'member' | 'rights')[]
}

type Row = { role: string; superuser: boolean; owner: boolean; member: boolean; rights: boolean }

/** Asks the database itself, whatever was done before. */
export async function readProtection(pool: Pick<Pool, 'query'>): Promise<Protection> {
  const { rows } = await pool.query<Row>(`
    with held as (
      select c.oid, c.relowner from pg_class c where c.relnamespace = 'audit'::regnamespace and c.relkind = 'r'
    ), owners as (
      select relowner as oid from held union select nspowner from pg_namespace where nspname = 'audit'
      union select proowner from pg_proc where pronamespace = 'audit'::regnamespace
    )
    select current_user::text as role,
      (select rolsuper or (rolcreaterole and current_setting('server_version_num')::int < 160000) from pg_roles where rolname = current_user) as superuser,
      exists (select 1 from owners o join pg_roles r on r.oid = o.oid where r.rolname = current_user) as owner,
      exists (select 1 from owners o where pg_has_role(current_user, o.oid, 'member')) as member,
      exists (select 1 from held where has_table_privilege(oid, 'update') or has_table_privilege(oid, 'delete') or has_table_privilege(oid, 'truncate')
        or has_table_privilege(oid, 'trigger') or has_any_column_privilege(oid, 'update')) as rights`)
  const row = rows[0]
  if (!row) throw new Error('the database did not say who we are')
  const holes = (['superuser', 'owner', 'member', 'rights'] as const).filter((hole) => row[hole])
  // An owner is a member of itself and has every right; the graver word says enough.
  const graver = holes.includes('superuser') ? (['superuser'] as const) : holes.includes('owner') ? (['owner'] as const) : holes
  return { isProtected: holes.length === 0, role: row.role, holes: graver }
}
