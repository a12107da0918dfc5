import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { dryRunImport, readImport, startImport, undoImport } from '../../imports/actions.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { changeCustomField, createCustomField, retireCustomField } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function work(): Promise<void> {
  for (let round = 0; round < 100; round++) if (!(await runImports(world.services))) return
  throw new Error('the imports do not come to rest')
}

async function upload(payload: string): Promise<string> {
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  return (await (await world.http()).inject({ method: 'POST', url: '/api/imports/files?name=members.csv', headers, payload })).json().id
}

async function record(code: string): Promise<Record<string, unknown>> {
  const rule = encodeURIComponent(JSON.stringify({ field: 'code', op: 'is', value: code }))
  const answer = await (await world.http()).inject({ url: `/api/customers?rule=${rule}`, headers: { 'x-test-role': 'owner' } })
  return answer.json().rows[0]
}

test('a file fills the firm’s own fields, found by label or name; what it wrote over comes back when it is undone', async () => {
  const make = (label: string, type: string, more: object = {}) => world.act(createCustomField, { label: { zh: label }, type, ...more })
  await make('肤质', 'choice', {
    name: 'skin',
    options: [
      { value: 'dry', label: { zh: '干性', en: 'Dry' } },
      { value: 'oily', label: { zh: '油性', en: 'Oily' } },
    ],
  })
  await make('积分', 'number', { name: 'points' })
  await make('年卡费', 'money', { name: 'annual' })
  await make('入会日', 'date', { name: 'joinedOn' })
  await make('到店时间', 'time', { name: 'visitedAt' })
  const { id: required } = await make('VIP', 'boolean', { name: 'vip', required: true })
  await world.customer({ code: 'M1', name: '旧客', skin: 'dry', points: 7, vip: true })
  const id = await upload(
    '会员号,姓名,肤质,Points,年卡费（元）,入会日,到店时间,VIP\nM1,旧客,油性,12.5,1999.90,2024/2/29,2026-01-05 08:26,否\nM2,新客,,3,,,,是\nM3,坏行,中性,x,,,,\n',
  )
  const dry = await world.act(dryRunImport, { id, ...plain(await world.ask(readImport, { id })) })
  expect(dry).toMatchObject({
    counts: {
      customersNew: 1,
      customersUpdated: 1,
      refused: 1,
      fieldsUpdated: { skin: 1, points: 1, annual: 1, joinedOn: 1, visitedAt: 1, vip: 1 },
    },
    refusals: [{ line: 4 }],
  })
  expect(await record('M1')).toMatchObject({ skin: 'dry', points: 7 })
  await world.act(startImport, { id })
  await work()
  expect(await record('M1')).toMatchObject({
    skin: 'oily',
    points: 12.5,
    annual: 199990,
    joinedOn: '2024-02-29',
    vip: false,
  })
  expect(Date.parse(String((await record('M1')).visitedAt))).toBe(Date.parse('2026-01-05T08:26:00+08:00'))
  expect(await record('M2')).toMatchObject({ skin: null, points: 3, vip: true, visitedAt: null })
  const again = await upload('会员号,肤质,Points,VIP\nM1,油性,12.50,否\n')
  await world.act(startImport, { id: again })
  await work()
  expect((await world.ask(readImport, { id: again })).counts).toMatchObject({ customersSame: 1, customersUpdated: 0 })
  await world.act(changeCustomField, { id: required, required: false })
  await world.act(updateCustomer, { id: String((await record('M1')).id), vip: null })
  await world.act(retireCustomField, { id: required })
  await world.act(undoImport, { id })
  await work()
  expect(await record('M1')).toMatchObject({ skin: 'dry', points: 7, annual: null, joinedOn: null, visitedAt: null })
  expect(await record('M2')).toBeUndefined()
})

/** The guesses of a file as choices. */
function plain({ inspection }: { inspection: { kind: string; encoding: string; delimiter: string; columns: object } | null }) {
  const { kind, encoding, delimiter, columns } = inspection ?? {}
  return { kind, encoding, delimiter, columns }
}
