import { sql } from 'kysely'
import { plainCompany } from '../../../core/china/company-name.ts'
import type { Portion } from './portion.ts'

/** Companies by their full names, or else their short ones; `several` where a name is that of more than one. */
export type CompaniesNamed = {
  find(name: string): string | null
  /** One that is made in this portion. */
  adopt(name: string, id: string): void
}

/** How a name may be written in the database: as given, half-width, or with Chinese brackets. */
function spellings(name: string): string[] {
  const plain = plainCompany(name)
  return [name.trim().toLowerCase(), plain, plain.replaceAll('(', '（').replaceAll(')', '）')]
}

export async function companiesNamed({ db }: Pick<Portion, 'db'>, names: Iterable<string>): Promise<CompaniesNamed> {
  const wanted = [...new Set([...names].flatMap(spellings))]
  const full = new Map<string, Set<string>>()
  const short = new Map<string, Set<string>>()
  if (wanted.length > 0) {
    const { rows } = await sql<{
      id: string
      name: string | null
      short: string | null
    }>`select id, name, short_name as short from customers
      where kind = 'company' and (lower(name) = any(${wanted}::text[]) or lower(short_name) = any(${wanted}::text[]))`.execute(db)
    for (const row of rows) {
      add(full, row.name, row.id)
      add(short, row.short, row.id)
    }
  }
  return {
    find: (name) => {
      const found = full.get(plainCompany(name)) ?? short.get(plainCompany(name))
      if (!found) return null
      const [id = '', ...others] = found
      return others.length > 0 ? 'several' : id
    },
    adopt: (name, id) => add(full, name, id),
  }
}

function add(names: Map<string, Set<string>>, name: string | null, id: string): void {
  if (name === null || name === '') return
  const key = plainCompany(name)
  names.set(key, (names.get(key) ?? new Set()).add(id))
}
