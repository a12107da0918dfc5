import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 240_000)
afterAll(() => served?.end())

const campaign = '01980000-0000-7000-8000-00000000c001'
const small = '01980000-0000-7000-8000-00000000c002'

/** A campaign of two variants to 800 people ten days ago, of which one works; and what was read of a smaller one. */
const planted = `
  insert into campaigns (id, name, state, definition, created_at, updated_at, started_at)
    select id::uuid, name, 'done', '{"holdout":50,"fixedCost":20000}', d, d, d from (values ('${campaign}', '端午上新'), ('${small}', '老客问候')) v (id, name), (select now() - interval '10 days' as d) t;
  insert into campaign_editions (campaign_id, number, state, definition, planned_at, started_at)
    select id, 1, 'done', definition, started_at, started_at from campaigns;
  insert into campaign_members (customer_id, id, campaign_id, edition, arm, variant, state, entered_at)
    select md5('c' || n)::uuid, md5('m' || n)::uuid, '${campaign}', 1, case when n % 2 = 0 then 'holdout' else 'treated' end,
      case n % 4 when 1 then 'a' when 3 then 'b' end, 'queued', now() - interval '10 days' from generate_series(1, 800) n;
  insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    select md5('c' || n)::uuid, md5('p' || n)::uuid, 'purchase', 'test', 'T' || n, now() - (n % 8 + 1) * interval '1 day', 8000 + n, 'CNY', now()
    from generate_series(1, 800) n where (n % 4 = 1 and n % 3 <> 0) or n % 7 = 0;
  insert into consents (customer_id, id, purpose, channel, state, how, at, recorded_at)
    select md5('c' || n)::uuid, md5('k' || n)::uuid, 'marketing', 'email', 'withdrawn', 'web', now() - interval '5 days', now()
    from generate_series(1, 800) n where n % 2 = 1 and n < 100;
  insert into trial_readings (kind, trial_id, reading, verdict, verdict_since, read_at)
    values ('campaign', '${small}', '{"currency":"CNY","people":120,"holdout":30,"waiting":0,"verdict":"too-small","sentence":{"zh":"现在还看不出来","en":"Too small to tell"},
      "lift":{"value":310,"low":-900,"high":1520},"relative":{"value":0.08,"low":-0.2,"high":0.36},"relativeError":0.09,"incremental":{"value":37200,"low":-108000,"high":182400},"cost":20000,"alarms":0}',
      'too-small', now(), now())`

test('what works stands in one picture, each opens, and a result tells harm beside the money', { timeout: 240_000 }, async () => {
  await served.change(planted)
  const page = await served.open('/results')
  await page.getByRole('heading', { name: '什么真的有用？' }).waitFor()
  await page.getByRole('link', { name: '老客问候' }).waitFor()
  await page.getByRole('button', { name: '看比例' }).click()
  await page.getByText('+8%（-20% 到 +36%）').waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('link', { name: '端午上新' }).click()
  await page.getByRole('heading', { name: '“端午上新”到底带来了多少？' }).waitFor()
  await page.getByText(/活动有效：每位客户到目前为止大约多消费/).waitFor()
  await page.getByText(/但要当心/).waitFor()
  await page.getByRole('heading', { name: '一天天看' }).waitFor()
  await page.getByText('版本 A 肯定最好').waitFor()
  await page
    .getByRole('row', { name: /退订/ })
    .getByText(/参与组明显更多/)
    .waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('row', { name: /退订/ }).getByRole('button').first().focus()
  await page.keyboard.press('Enter')
  await page.getByText(/撤回或拒绝任一营销同意/).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()

  const phone = await served.open(`/results?campaign=%22${campaign}%22`, { language: 'en', phone: true, dark: true })
  await phone.getByText(/It works: so far each customer spent about/).waitFor()
  expect(await findBarriers(phone)).toEqual([])
  expect(phone.troubles).toEqual([])
  await phone.context().close()
})

test('a few customers are kept out of all marketing, and a change asks why', { timeout: 120_000 }, async () => {
  await served.api('POST', '/customers', { name: '王芳' })
  const page = await served.open('/global-holdout')
  await page.getByRole('heading', { name: '谁什么营销都不收？' }).waitFor()
  await page.getByRole('spinbutton', { name: '全局对照组百分比' }).fill('5')
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByRole('heading', { name: '现在' }).waitFor()
  await page.getByRole('spinbutton', { name: '全局对照组百分比' }).fill('10')
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page
    .getByRole('alert')
    .getByText(/请写明原因/)
    .waitFor()
  await page.getByRole('textbox', { name: '改动原因' }).fill('多看一些')
  await page.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByText(/更换原因：多看一些/).waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles.filter((trouble) => !trouble.includes('400'))).toEqual([])
  await page.context().close()
})
