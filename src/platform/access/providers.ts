import { sql } from 'kysely'
import type { Role } from '../../core/action/action.ts'
import type { Db } from '../database/connect.ts'

/** Another system that may say who somebody is, by OpenID Connect. `vouches`: it asks for a second factor itself. */
export type Provider = {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Sealed; never told. */
  readonly secret: string
  /** Whoever has no user here is given one, if the e-mail's domain is among `domains`. */
  readonly newcomers: boolean
  readonly role: Role
  readonly domains: readonly string[]
  readonly vouches: boolean
  readonly enabled: boolean
}

/** In the order in which they were added. */
export async function listProviders(db: Db): Promise<Provider[]> {
  const { rows } = await sql<Provider>`
    select id, name, issuer, client_id as "clientId", secret, newcomers, role, domains, vouches, enabled from auth.providers order by made_at, id`.execute(
    db,
  )
  return rows
}

/** One that is switched on, or null. */
export async function findProvider(db: Db, id: string): Promise<Provider | null> {
  return (await listProviders(db)).find((one) => one.id === id && one.enabled) ?? null
}
