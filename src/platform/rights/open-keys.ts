/** A key of the firm's own fields as our statements ask for one: `"c"."custom" ->> 'key'`. */
const access = /"c"\."custom"(?=\s*->>?\s*'((?:[^']|'')*)')/g
/** `from "customers" c` and the like, by which `c` is a name for them. */
const naming = /\bcustomers"?\s+(?:as\s+)?"?c"?(?![\w".])/gi

/**
 * The statement with each key that is seen as it is kept asked of `custom_kept`: a column that was changed in any of its keys stands
 * in no index. That column holds the others too, and so a statement stays as it is that has none of those keys, names another
 * table `c`, or takes whole rows, which would have it in them.
 * @returns null where nothing is to be asked otherwise
 */
export function readOpenKeys(text: string, keys: ReadonlySet<string>): string | null {
  const plain = text.replaceAll(/'(?:[^']|'')*'/g, "''")
  const bare = plain.replaceAll(/count\(\*\)/gi, 'count()').replaceAll(naming, ' ')
  if (/custom_kept/i.test(plain) || !plain.includes('"c"."custom"')) return null
  if (bare.includes('*') || /(?<![\w"])(?:"c"|c)(?![\w"])(?!\s*\.)/.test(bare) || /(?<![\w"])"?customers"?(?![\w"])/i.test(bare))
    return null
  let found = false
  const asked = text.replaceAll(access, (column, key: string) => {
    if (!keys.has(key)) return column
    found = true
    return '"c"."custom_kept"'
  })
  return found ? asked : null
}
