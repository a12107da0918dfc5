import { z } from 'zod'
import { customer } from '../know/customers/customer.ts'
import { nameOfCustomer } from '../pages/name-of-customer.ts'
import { fetchJson } from '../ui/call.ts'
import type { CommandSource } from './shell/command-source.ts'

const foundShape = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullish(),
      phone: z.string().nullish(),
      email: z.string().nullish(),
      code: z.string().nullish(),
    }),
  ),
})

/** Customers by name, pinyin, phone number or e-mail. */
const customers: CommandSource = {
  name: 'customers',
  label: customer.plural,
  find: async (typed, signal) => {
    const query = new URLSearchParams({ search: typed.slice(0, 100), limit: '8', fields: 'name,phone,email,code' })
    const { rows } = foundShape.parse(await fetchJson(`/api/${customer.path}?${query}`, { signal }))
    return rows.map((row) => ({
      key: row.id,
      label: nameOfCustomer(row),
      hint: row.phone ?? row.email ?? row.code ?? '',
      to: `/customers/${row.id}`,
    }))
  },
}

/** What the command palette can find besides pages, in the order shown. */
export const commandSources: readonly CommandSource[] = [customers]
