import type { PoolClient as Client, QueryResult } from 'pg'

/** Texts that each connection parses and plans once, with the names under which it keeps their plans. */
export type KeptPlans = {
  /** Gives a text a name. Where there are too many, whichever was not asked for the longest goes. */
  keep(text: string): string
  /** Null for a text that is not kept. */
  nameOf(text: string): string | null
  isKept(name: string): boolean
  readonly most: number
}

/**
 * A text may change while the program runs: that of a customer with each field that the firm adds. So what is asked now is kept and
 * not what was asked first, and no name is ever given twice.
 */
export function keptPlans(prefix: string, most: number): KeptPlans {
  const byText = new Map<string, string>()
  const names = new Set<string>()
  let made = 0
  const nameOf = (text: string): string | null => {
    const name = byText.get(text)
    if (name === undefined) return null
    byText.delete(text)
    byText.set(text, name)
    return name
  }
  const forgetOldest = () => {
    for (const [text, name] of byText) {
      byText.delete(text)
      names.delete(name)
      return
    }
  }
  return {
    most,
    nameOf,
    isKept: (name) => names.has(name),
    keep(text) {
      const before = nameOf(text)
      if (before !== null) return before
      if (byText.size >= most) forgetOldest()
      const name = `${prefix}_${made++}`
      byText.set(text, name)
      names.add(name)
      return name
    },
  }
}

/** Of each connection the names that it knows for certain. */
const known = new WeakMap<Client, Map<KeptPlans, Set<string>>>()

/** Asks under a name; what the connection planned before and nobody keeps any more it forgets. */
export async function askKept(
  client: Client,
  plans: KeptPlans,
  name: string,
  statement: { text: string; values: unknown[] },
): Promise<QueryResult> {
  const mine = knownTo(client, plans)
  if (mine.size > plans.most) await forget(client, plans, mine)
  const answer = await client.query({ name, ...statement })
  mine.add(name)
  return answer
}

function knownTo(client: Client, plans: KeptPlans): Set<string> {
  const all = known.get(client) ?? new Map<KeptPlans, Set<string>>()
  known.set(client, all)
  const mine = all.get(plans) ?? new Set<string>()
  all.set(plans, mine)
  return mine
}

async function forget(client: Client, plans: KeptPlans, mine: Set<string>): Promise<void> {
  const gone = [...mine].filter((name) => !plans.isKept(name))
  for (const name of gone) mine.delete(name)
  // In a transaction that has failed already nothing can be forgotten; then it is kept until the connection closes.
  if (gone.length > 0) await client.query(gone.map((name) => `deallocate ${name}`).join(';')).catch(() => {})
}
