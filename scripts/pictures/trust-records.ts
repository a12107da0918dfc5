// What the pictures of rights, sign-in, audit, privacy and backups show beside the sample shop: requests of customers that
// wait, a sensitive field with values, a key for a program, a second place for backups, a backup and a drill.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import type { Language } from '../../src/core/kit/words.ts'
import { type RightsOffered, roleTemplates } from '../../src/know/roles/role-templates.ts'
import { ask, proveOwner, send } from './run-product.ts'

type Row = { readonly id: string }
export type TrustRecords = {
  readonly leaver: string
  readonly role: string
  readonly customer: string
  readonly asking: string
  readonly request: string
  readonly preferences: string
}

/** Makes them through the API, and waits until the backup and its drill have ended. */
export async function makeTrustRecords(context: BrowserContext, url: string, language: Language): Promise<TrustRecords> {
  const say = (zh: string, en: string) => ({ zh, en })[language]
  const post = async <T = Row>(path: string, body: object) => await send<T>(context, 'POST', `${url}/api${path}`, body)
  await proveOwner(context, url)
  const [customer = '', asking = '', late = ''] = await buyers(context, url)
  await post('/custom-fields', {
    entity: 'customer',
    name: 'passportNumber',
    label: { zh: '护照号', en: 'Passport number' },
    type: 'text',
    sensitive: true,
  })
  await send(context, 'PATCH', `${url}/api/customers/${customer}`, { passportNumber: 'E41205587', note: say('喜欢岩茶', 'Likes rock tea') })
  await post('/keys', { name: say('收银系统', 'Till'), role: 'member', expiresInDays: 365 })
  const { id: request } = await post('/privacy/requests', {
    customerId: asking,
    kind: 'erase',
    details: say('不再喝茶了，请删除我的全部资料。', 'I no longer drink tea. Please erase everything about me.'),
  })
  await post(`/privacy/requests/${request}/verify`, { how: 'in-person' })
  const receivedAt = new Date(Date.now() - 17 * 86_400_000).toISOString()
  await post('/privacy/requests', { customerId: late, kind: 'export', receivedAt })
  const { url: link } = await post<{ url: string }>(`/customers/${customer}/preference-link`, {})
  await makeBackup(context, url, say('办公室 NAS', 'The NAS at the office'))
  const { users } = await ask<{ users: readonly { id: string; you: boolean }[] }>(context, `${url}/api/users`)
  const [seller = '', leaver = ''] = users.filter((user) => !user.you).map(({ id }) => id)
  const offered = await ask<RightsOffered>(context, `${url}/api/rights/catalogue`)
  const sales = roleTemplates.find(({ key }) => key === 'sales')
  const { id: role } = await post('/roles', { name: say('销售', 'Sales'), body: sales?.make(offered) })
  await send(context, 'PUT', `${url}/api/users/${seller}/roles`, { roleIds: [role] })
  return { leaver, role, customer, asking, request, preferences: new URL(link).pathname }
}

async function buyers(context: BrowserContext, url: string): Promise<string[]> {
  const rule = encodeURIComponent(JSON.stringify({ all: [{ field: 'purchaseCount', op: 'is-between', value: [4, 8] }] }))
  const { rows } = await ask<{ rows: readonly Row[] }>(context, `${url}/api/customers?limit=3&sort=-lastPurchaseAt&rule=${rule}`)
  return rows.map(({ id }) => id)
}

type Runs = { readonly runs: readonly { readonly kind: string; readonly state: string }[] }

async function makeBackup(context: BrowserContext, url: string, name: string): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'nas-'))
  await send(context, 'POST', `${url}/api/backups/targets`, { kind: 'folder', path, name, daily: 7, weekly: 4, monthly: 12, enabled: true })
  await send(context, 'POST', `${url}/api/backups/key`, {})
  for (const what of ['runs', 'drills'] as const) {
    await send(context, 'POST', `${url}/api/backups/${what}`, {})
    for (let second = 0; second < 180; second++) {
      await pause(1_000)
      const { runs } = await ask<Runs>(context, `${url}/api/backups`)
      const run = runs.find(({ kind }) => kind === { runs: 'backup', drills: 'drill' }[what])
      if (run?.state === 'failed') throw new Error(`the ${run.kind} failed`)
      if (run?.state === 'done') break
    }
  }
}
