import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createImport } from '../../imports/actions.ts'
import { runImports } from '../../imports/server/run-imports.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  // More of one surname than a search sorts by itself, and few of another.
  const rows = Array.from(
    { length: 1_120 },
    (_, i) => `M${i},${i < 1_050 ? '欧阳' : '司徒'}${String.fromCodePoint(0x4e00 + i)},1390000${1000 + i}`,
  )
  await world.act(createImport, { name: 'a.csv', text: `会员号,姓名,手机号\n${rows.join('\n')}\n` })
  while (await runImports(world.services, { rows: 20_000 }));
})
afterAll(() => world.end())

test.each([
  ['few', '司徒', 70],
  ['many', '欧阳', 1_050],
  ['nobody', '诸葛', 0],
])('a search that finds %s leads page by page to each of them once, in the order asked for', async (_, search, count) => {
  const http = await world.http()
  for (const sort of ['namePinyin', '-namePinyin']) {
    const codes: string[] = []
    const names: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const query = new URLSearchParams({ search, sort, fields: 'code,namePinyin', limit: '100', ...(after === '' ? {} : { after }) })
      const page = (await http.inject({ url: `/api/customers?${query}`, headers: { 'x-test-role': 'owner' } })).json()
      codes.push(...page.rows.map(({ code }: { code: string }) => code))
      names.push(...page.rows.map(({ namePinyin }: { namePinyin: string }) => namePinyin))
      after = page.next
    }
    expect([sort, codes.length, new Set(codes).size]).toEqual([sort, count, count])
    const inOrder = names.toSorted((a, b) => (a < b ? -1 : Number(a > b)))
    expect(names).toEqual(sort === 'namePinyin' ? inOrder : inOrder.toReversed())
  }
})
