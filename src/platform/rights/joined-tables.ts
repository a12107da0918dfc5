/**
 * `from customers c`, or another table joined to it by `customer_id`, be it a row at a time, and the tables joined to `c` by
 * theirs. It ends where the condition of the last join does: anything else might be a part of it.
 */
const chain =
  /(?:from\s+(\w+)\s+join\s+(?:customers\s+c\s+on\s+c\s*\.\s*id\s*=\s*\1\s*\.\s*customer_id|lateral\s*\(\s*select\s+\*\s+from\s+customers\s+c\s+where\s+c\s*\.\s*id\s*=\s*\1\s*\.\s*customer_id\s+offset\s+0\s*\)\s*c\s+on\s+true)|from\s+customers\s+c)((?:\s+left\s+join\s+(?!lateral\b)\w+\s+on\s+\w+\s*\.\s*customer_id\s*=\s*c\s*\.\s*id)*)(?=\s*(?:$|\)|\b(?:where|left|join|group|order|limit)\b))/g
const join = /left\s+join\s+(\w+)\s+on\s+(\w+)\s*\.\s*customer_id/g
/** A name that is no table’s before a column. */
const bare = /\b[a-z_]\w*\b(?!\s*\.\s*\w)/g

/**
 * The tables that a statement reads only where they are joined, by `customer_id`, to the customers it reads itself: of them
 * no row can come that is not a seen customer's, so their shadow need not look once more, which costs a join of its own and
 * the order of an index.
 * @param plain a statement in small letters, its texts emptied and its names bare
 */
export function joinedTables(plain: string): ReadonlySet<string> {
  // Customers of its own making are not ours.
  if (/\bcustomers\b(?:\s*\([^)]*\))?\s+as\b/.test(plain)) return new Set()
  const names = new Set<string>()
  const rest = plain.replaceAll(chain, (whole: string, first: string | undefined) => {
    const joined = [...whole.matchAll(join)]
    // Joined under one name by another's key: nothing is known of it.
    if (joined.some(([, table, by]) => table !== by)) return whole
    if (first) names.add(first)
    for (const [, table] of joined) if (table) names.add(table)
    return ' '
  })
  for (const [name] of rest.matchAll(bare)) names.delete(name)
  return names
}
