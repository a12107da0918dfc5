import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { campaignTrial } from '../trial-result.ts'

const folder = process.env['REGULARS_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data')
const file = join(folder, 'hillstrom/hillstrom.csv.gz')
const isThere = existsSync(file)

type Mailed = { readonly arm: 'treated' | 'holdout'; readonly variant: string | null; readonly amount: number; readonly edition: number }

/** One campaign of a mail in two variants to these people, and what each spent three days after. */
async function plant(world: World, people: readonly Mailed[]): Promise<string> {
  const id = world.services.newId()
  const at = new Date('2026-05-01T02:00:00Z')
  const definition = JSON.stringify({ holdout: 33.29, fixedCost: 0 })
  await sql`insert into campaigns (id, name, state, definition, created_at, updated_at, started_at)
    values (${id}, 'Hillstrom 2008', 'done', ${definition}::jsonb, ${at}, ${at}, ${at})`.execute(world.db)
  for (const number of new Set(people.map(({ edition }) => edition)))
    await sql`insert into campaign_editions (campaign_id, number, state, definition, planned_at, started_at)
      values (${id}, ${number}, 'done', ${definition}::jsonb, ${at}, ${at})`.execute(world.db)
  const ids = people.map(() => world.services.newId())
  await sql`insert into campaign_members (customer_id, id, campaign_id, edition, arm, variant, state, entered_at)
    select u, u, ${id}::uuid, e, a, nullif(v, ''), 'queued', ${at} from unnest(${ids}::uuid[], ${people.map(({ edition }) => edition)}::int[],
      ${people.map(({ arm }) => arm)}::text[], ${people.map(({ variant }) => variant ?? '')}::text[]) x (u, e, a, v)`.execute(world.db)
  const bought = people.flatMap(({ amount }, i) => (amount > 0 ? [{ id: ids[i] ?? '', amount }] : []))
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    select u, u, 'purchase', 'test', u::text, ${at}::timestamptz + interval '3 days', m, 'CNY', ${at} from unnest(${bought.map((one) => one.id)}::uuid[], ${bought.map(({ amount }) => amount)}::bigint[]) x (u, m)`.execute(
    world.db,
  )
  await sql`analyze campaign_members, purchases`.execute(world.db)
  return id
}

test.skipIf(!isThere)(
  `a campaign of 64,000 people gives the published effects through the product’s own reading${isThere ? '' : ' (skipped: hillstrom.csv.gz is not there)'}`,
  async () => {
    const [names = [], ...rows]: string[][] = parse(gunzipSync(readFileSync(file)))
    const column = (name: string) => names.indexOf(name)
    const [segment, spend, visit, womens] = [column('segment'), column('spend'), column('visit'), column('womens')]
    const variants: Readonly<Record<string, string>> = { 'Mens E-Mail': 'a', 'Womens E-Mail': 'b' }
    const mailed = (row: readonly string[], amount: number): Mailed => {
      const variant = variants[row[segment] ?? ''] ?? null
      return { arm: variant ? 'treated' : 'holdout', variant, amount, edition: row[womens] === '1' ? 1 : 2 }
    }
    const world = await makeWorld()
    try {
      const spending = await plant(
        world,
        rows.map((row) => ({ ...mailed(row, Math.round(Number(row[spend]) * 100)), edition: 1 })),
      )
      const money = await world.ask(campaignTrial, { id: spending, days: 14 })
      expect(money.holdout).toMatchObject({ people: 21_306, buyers: 122 })
      const [mens, womensMail] = money.variants
      expect([mens?.people, mens?.buyers, womensMail?.people, womensMail?.buyers]).toEqual([21_307, 267, 21_387, 189])
      // Any mail: spend 0.596796 (Welch 0.376185 to 0.817407), conversion 0.004955; mens 0.769827, womens 0.424412.
      expect(money.revenueLift?.value).toBeCloseTo(59.6796, 3)
      expect(money.revenueLiftOnce?.low).toBeCloseTo(37.6185, 2)
      expect(money.revenueLiftOnce?.high).toBeCloseTo(81.7407, 2)
      expect(money.conversionLift?.value).toBeCloseTo(0.004955, 6)
      expect(mens?.lift?.value).toBeCloseTo(76.9827, 3)
      expect(womensMail?.lift?.value).toBeCloseTo(42.4412, 3)
      expect((mens?.conversion ?? 0) - (money.holdout.conversion ?? 0)).toBeCloseTo(0.006805, 6)
      expect((womensMail?.conversion ?? 0) - (money.holdout.conversion ?? 0)).toBeCloseTo(0.003111, 6)
      expect(money.verdict).toBe('more')
      expect(mens?.p).toBeLessThan(0.001)
      expect(money.revenueLift?.low).toBeGreaterThan(0)
      expect(money.revenueLift?.low).toBeLessThan(money.revenueLiftOnce?.low ?? 0)
      expect(money.balance?.p).toBeGreaterThan(0.001)
      expect(money.before).toEqual({ explained: 0, isUsed: false })
      expect(money.series.at(-1)).toMatchObject({ day: '2026-05-04', value: money.revenueLift?.value, low: money.revenueLift?.low })

      // Visits, each as a purchase of one: the subgroups by what was bought before are the two editions.
      const visiting = await plant(
        world,
        rows.map((row) => mailed(row, Number(row[visit]))),
      )
      const before = await world.ask(campaignTrial, { id: visiting, days: 14, edition: 1 })
      const never = await world.ask(campaignTrial, { id: visiting, days: 14, edition: 2 })
      const visits = (of: typeof before, i: number) => (of.variants[i]?.conversion ?? 0) - (of.holdout.conversion ?? 0)
      expect(visits(before, 1)).toBeCloseTo(0.073115, 6)
      expect(visits(never, 1)).toBeCloseTo(0.011078, 6)
      expect(visits(before, 0)).toBeGreaterThan(0.069)
      expect(visits(never, 0)).toBeLessThan(0.084)
      expect(before.best).toBeNull()
      expect(never.best).toBe('a')
      const share = (of: (one: typeof before) => { buyers: number; people: number } | undefined) => {
        const [one, other] = [of(before), of(never)]
        return ((one?.buyers ?? 0) + (other?.buyers ?? 0)) / ((one?.people ?? 0) + (other?.people ?? 0))
      }
      const without = share(({ holdout }) => holdout)
      expect(share(({ variants: [mensMail] }) => mensMail) - without).toBeCloseTo(0.07659, 5)
      expect(share(({ variants: [, mail] }) => mail) - without).toBeCloseTo(0.045233, 6)
      expect(share(({ treated }) => treated) - without).toBeCloseTo(0.060882, 6)
    } finally {
      await world.end()
    }
  },
  120_000,
)
