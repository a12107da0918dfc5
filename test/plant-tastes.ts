import { sql } from 'kysely'
import type { World } from './world.ts'

/** Two tastes: whoever drinks tea buys the teas one after another, whoever drinks coffee the coffees; all buy cups. @returns them, tea first */
export async function plantTastes({ db, services, now }: World, each: number): Promise<string[]> {
  const customers: string[] = []
  const lines: object[] = []
  for (const [at, taste] of (['tea', 'coffee'] as const).entries())
    for (let k = 0; k < each; k++) {
      const id = services.newId()
      customers.push(id)
      for (let step = 0; step < 5; step++) {
        const product = step === 2 ? 'cup' : `${taste}-${(k + step * (1 + 2 * (k % 4))) % 8}`
        const days = 300 - step * 65 - (k % 20)
        lines.push({ id, purchase: services.newId(), number: `${at}-${k}-${step}`, product, name: `${product} 名`, days })
      }
    }
  const asked = JSON.stringify(lines)
  const rows = sql`jsonb_to_recordset(${asked}::jsonb) as r(id uuid, purchase uuid, number text, product text, name text, days int)`
  await sql`insert into customers (id, name, created_at, updated_at) select distinct id, '客户' || left(number, 4), ${now()}::timestamptz, ${now()}::timestamptz from ${rows} where number like '%-0'`.execute(
    db,
  )
  await sql`insert into log_heads (customer_id) select distinct id from ${rows}`.execute(db)
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    select id, purchase, 'purchase', 'shop', number, ${now()}::timestamptz - days * interval '1 day', 1000, 'CNY', ${now()}::timestamptz from ${rows}`.execute(
    db,
  )
  await sql`insert into purchase_lines (customer_id, purchase_id, line, product, name, quantity, amount) select id, purchase, 1, product, name, 1, 1000 from ${rows}`.execute(
    db,
  )
  return customers
}
