/** What somebody said of one purpose by e-mail: for one address, or for all of them. */
export type Act = { readonly purpose: string; readonly address: string | null; readonly says: 'yes' | 'no' | 'nothing' }

/**
 * The plainest model of consent there is: a list of acts for each record, and for those that were merged the lists of each
 * beside what was said since. Nothing of the product is used here.
 */
export type ModelRecord = {
  readonly id: string
  email: string
  /** Every address that is or was this record's. */
  readonly acts: Act[]
  /** Those merged into this one, with what each had said, and what was said since by the whole. */
  merged: { readonly mergeId: string; readonly part: ModelRecord; readonly ownActs: readonly Act[]; readonly since: Act[] } | null
}

export const newRecord = (id: string, email: string): ModelRecord => ({ id, email, acts: [], merged: null })

/** The latest act that is about this address. */
function latest(acts: readonly Act[], purpose: string, email: string): Act['says'] | null {
  return acts.findLast((act) => act.purpose === purpose && (act.address === null || act.address === email))?.says ?? null
}

export function say(record: ModelRecord, act: Act): void {
  record.acts.push(act)
  record.merged?.since.push(act)
}

/** Whether mail for this purpose may go to the record's address: somebody said yes to it, and nobody who is in it says no. */
export function mayMail(record: ModelRecord, purpose: string, needsYes: boolean): boolean {
  const said = stateOf(record, purpose)
  return needsYes ? said === 'yes' : said !== 'no'
}

function stateOf(record: ModelRecord, purpose: string): Act['says'] | null {
  const { merged, email } = record
  if (!merged) return latest(record.acts, purpose, email)
  const since = latest(merged.since, purpose, email)
  if (since !== null) return since
  const parties = [
    { acts: merged.ownActs, email },
    { acts: merged.part.acts, email: merged.part.email },
  ]
  if (parties.some((party) => latest(party.acts, purpose, party.email) === 'no')) return 'no'
  return parties.some((party) => latest(party.acts, purpose, email) === 'yes') ? 'yes' : null
}

/** Whether the whole says no only because one who is in it does. Whoever then says no on the page says it for all of them. */
export function isOffByMerge(record: ModelRecord, purpose: string): boolean {
  return record.merged !== null && latest(record.merged.since, purpose, record.email) === null && stateOf(record, purpose) === 'no'
}

export function merge(into: ModelRecord, part: ModelRecord, mergeId: string): void {
  into.merged = { mergeId, part, ownActs: [...into.acts], since: [] }
}

/** The part has what it had said; but a no that was said by the whole, and stands, was said by both. */
export function unmerge(record: ModelRecord): ModelRecord | null {
  const { merged } = record
  if (!merged) return null
  for (const purpose of new Set(merged.since.map((act) => act.purpose)))
    if (latest(merged.since, purpose, merged.part.email) === 'no') merged.part.acts.push({ purpose, address: null, says: 'no' })
  record.merged = null
  return merged.part
}
