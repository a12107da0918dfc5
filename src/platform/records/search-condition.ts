import { type RawBuilder, sql } from 'kysely'
import { type SearchWord, searchTerms } from '../../core/kit/search-words.ts'

/** Every word of what was typed must be found. `column` comes from the entity's definition. */
export function searchCondition(column: string, typed: string): RawBuilder<unknown> {
  const terms = searchTerms(typed)
  if (terms.length === 0) return sql`true`
  const word = ({ text, prefix }: SearchWord) => `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'${prefix ? ':*' : ''}`
  const query = terms.map((term) => `(${term.map(word).join(' | ')})`).join(' & ')
  return sql`${sql.ref(`c.${column}`)} @@ ${query}::tsquery`
}
