import { sql } from 'kysely'
import type { ConsentAct } from '../../../core/kit/consent-line.ts'
import { pointOfChannel } from '../../../core/kit/consent-line.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { addConsents, type ConsentRecord, followConsents, type Guardian } from '../../../platform/records/consent-records.ts'

/** A record as far as merging cares, in the order in which they count. */
export type ConsentRow = {
  readonly id: string
  readonly customer_id: string
  readonly purpose: string
  readonly channel: string
  readonly address: string
  readonly state: ConsentAct
  readonly kind: string
  readonly basis: string
  readonly version: number | null
  readonly wording_hash: string | null
  readonly language: string | null
  readonly guardian: Guardian | null
  readonly valid_until: Date | null
  readonly how: string
  readonly merge_id: string | null
  readonly first_customer_id: string | null
  readonly recorded_at: Date
}

const isStrict = (row: ConsentRow | undefined) => row?.state === 'refused' || row?.state === 'withdrawn'

/** The record that counts for an address. `rows` are of one line, latest first. */
const countsFor = (rows: readonly ConsentRow[], address: string) => rows.find((row) => row.address === '' || row.address === address)

const lineOf = ({ purpose, channel }: ConsentRow) => `${purpose} ${channel}`

/** The records of these customers, latest first. */
export async function readConsentRows(ctx: Pick<Ctx, 'db'>, customerIds: readonly string[]): Promise<ConsentRow[]> {
  const { rows } =
    await sql<ConsentRow>`select customer_id, id, purpose, channel, address, state, kind, basis, version, wording_hash, language, guardian, valid_until, how,
      merge_id, first_customer_id, recorded_at
    from consents where customer_id = any(${customerIds}::uuid[]) order by at desc, id desc`.execute(ctx.db)
  return rows
}

/** The same consent once more, for whoever it now belongs to. */
function again(row: ConsentRow, customerId: string, how: 'merge' | 'unmerge', mergeId: string): ConsentRecord {
  const { purpose, channel, address, state, kind, basis, version, language, guardian } = row
  const common = { customerId, purpose, channel, address, state, kind, basis, version, language, guardian, how, mergeId }
  return { ...common, wordingHash: row.wording_hash, validUntil: row.valid_until }
}

/** A customer with the primary address of each channel. */
export type ConsentParty = { readonly id: string; readonly values: Readonly<Record<string, unknown>> }

export type ConsentMerge = { readonly survivor: string; readonly mergeId: string; readonly parties: readonly ConsentParty[] }

function addressOf({ values }: ConsentParty, channel: string): string {
  const [, point] = Object.entries(pointOfChannel).find(([name]) => name === channel) ?? []
  const value = point === undefined ? '' : values[point]
  return typeof value === 'string' ? value : ''
}

/**
 * What the merge adds, by line of purpose and channel: where one of those merged had refused, all have, wherever they may
 * be reached; where none had, each yes still holds for its own address.
 * @param rows of the parties before the merge, latest first
 */
export function consentsOfMerge({ survivor, mergeId, parties }: ConsentMerge, rows: readonly ConsentRow[]): ConsentRecord[] {
  const mine = rows.filter((row) => parties.some(({ id }) => id === row.customer_id))
  return [...Map.groupBy(mine, lineOf).values()].flatMap((line) => {
    const channel = line[0]?.channel ?? ''
    const own = (party: ConsentParty) => line.filter((row) => row.customer_id === party.id)
    const refusal = parties.map((party) => countsFor(own(party), addressOf(party, channel))).find(isStrict)
    if (refusal) {
      const settled = isStrict(countsFor(line, '')) && !line.some((row) => row.state === 'given')
      return settled ? [] : [{ ...again(refusal, survivor, 'merge', mergeId), address: '', state: 'withdrawn' }]
    }
    return parties.flatMap((party) =>
      [...new Set(own(party).map((row) => row.address))].flatMap((address) => {
        const given = countsFor(own(party), address)
        return given?.state === 'given' && countsFor(line, address)?.state !== 'given'
          ? [{ ...again(given, survivor, 'merge', mergeId), address }]
          : []
      }),
    )
  })
}

/** Writes down what merges make of consents, and brings the survivors in step. @returns what their e-mail consent became, where it changed */
export async function mergeConsents(ctx: Ctx, merges: readonly ConsentMerge[], rows: readonly ConsentRow[]): Promise<void> {
  await addConsents(
    ctx,
    merges.flatMap((merge) => consentsOfMerge(merge, rows)),
  )
  const followed = await followConsents(
    ctx,
    merges.map(({ survivor }) => survivor),
  )
  const changed = followed.map(({ id, after }) => ({ id: merges.find(({ survivor }) => survivor === id)?.mergeId, customer_id: id, after }))
  if (changed.length > 0)
    await sql`update merges m set after = m.after || jsonb_build_object('emailConsent', r.after)
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as r(id uuid, customer_id uuid, after text) where m.customer_id = r.customer_id and m.id = r.id`.execute(
      ctx.db,
    )
}

export type ConsentParting = {
  readonly survivor: string
  readonly mergeId: string
  readonly mergedAt: Date
  readonly leaving: readonly string[]
  /** Others stay in this merge. */
  readonly goesOn: boolean
}

/** Of one instant the later id was made later. */
function isSince({ id, recorded_at: at }: ConsentRow, mergedAt: Date, mergeId: string): boolean {
  return at > mergedAt || (at.getTime() === mergedAt.getTime() && id > mergeId)
}

/** What merging and parting wrote by themselves, apart from a refusal that was carried along. */
const isMade = (row: ConsentRow) => row.merge_id !== null && (row.how === 'merge' || row.how === 'unmerge')

/**
 * What parting adds: the survivor has again what it had said itself, address by address; and whatever was refused while
 * they were one was refused by all of them, for nobody can tell by whom.
 * @param rows the survivor's records when those of the leaving are gone back, latest first
 * @param standing merges that nobody undid
 */
export function consentsOfParting(
  { survivor, mergeId, mergedAt, leaving, goesOn }: ConsentParting,
  rows: readonly ConsentRow[],
  standing: ReadonlySet<string>,
): ConsentRecord[] {
  return [...Map.groupBy(rows, lineOf).values()].flatMap((line) => {
    const own = line.filter((row) => !isMade(row) || (row.how === 'merge' && row.merge_id !== mergeId && standing.has(row.merge_id ?? '')))
    const since = own.find((row) => isSince(row, mergedAt, mergeId) && row.first_customer_id === null && !isMade(row))
    const refused =
      since && isStrict(since) ? leaving.map((id) => ({ ...again(since, id, 'unmerge', mergeId), how: 'refused-together' })) : []
    if (goesOn || own.length === line.length) return refused
    const whole = countsFor(own, '')
    const [latest] = line
    const first = whole
      ? again(whole, survivor, 'unmerge', mergeId)
      : latest && { ...again(latest, survivor, 'unmerge', mergeId), state: 'expired' as const }
    const rest = [...new Set(own.map((row) => row.address))].flatMap((address) => {
      const row = address === '' ? undefined : countsFor(own, address)
      return row && row.address !== '' ? [again(row, survivor, 'unmerge', mergeId)] : []
    })
    return [...refused, ...(first ? [{ ...first, address: '' }] : []), ...rest]
  })
}

/** Writes down what parting makes of consents, and brings all involved in step. */
export async function partConsents(ctx: Ctx, parting: ConsentParting): Promise<void> {
  const rows = await readConsentRows(ctx, [parting.survivor])
  const named = [...new Set(rows.flatMap((row) => row.merge_id ?? []))]
  const { rows: standing } = await sql<{
    id: string
  }>`select id from merges where id = any(${named}::uuid[]) and undone_at is null`.execute(ctx.db)
  await addConsents(ctx, consentsOfParting(parting, rows, new Set(standing.map(({ id }) => id))))
  await followConsents(ctx, [parting.survivor, ...parting.leaving])
}
