import { z } from 'zod'
import type { Words } from '../kit/words.ts'

/** Parts of the API that a key may be confined to. */
export const keyAreas = ['customers', 'activities', 'purchases', 'intake', 'understand', 'act', 'learn', 'settings'] as const
export type KeyArea = (typeof keyAreas)[number]

export const keyAreaWords: Record<KeyArea, Words> = {
  customers: { zh: '客户、联系人、标签、同意与隐私', en: 'Customers, contacts, tags, consent and privacy' },
  activities: { zh: '互动与待办', en: 'Interactions and to-dos' },
  purchases: { zh: '消费记录与商品', en: 'Purchases and products' },
  intake: { zh: '导入与来源', en: 'Imports and sources' },
  understand: { zh: '细分、阶段、价值、流失与预测', en: 'Segments, stages, value, churn and predictions' },
  act: { zh: '消息、营销活动与旅程', en: 'Messages, campaigns and journeys' },
  learn: { zh: '首页、效果与报表', en: 'Home page, results and reports' },
  settings: { zh: '设置', en: 'Settings' },
}

/** What of its role an API key may do. */
export const keyScopes = z.strictObject({
  /** `read` asks only; `write` asks and acts. */
  access: z.enum(['read', 'write']),
  /** Null: everywhere. */
  areas: z.array(z.enum(keyAreas)).min(1).max(keyAreas.length).nullable(),
})
export type KeyScopes = z.output<typeof keyScopes>

export const allScopes: KeyScopes = { access: 'write', areas: null }

/** By the first part of a path under /api; what is of one customer, by the part behind their id too. */
const partsByArea: Readonly<Record<KeyArea, string>> = {
  customers:
    'customers contacts households custom-fields layouts tags tag-rounds views dictionary quality duplicates matching merges merge-preview consents consent privacy owner-rounds',
  activities: 'interactions todos colleagues files',
  purchases: 'purchases products',
  intake: 'imports import-mappings import-schedules sources',
  understand:
    'segments stages stage tiers tier value profit rfm rhythm lifecycle churn churn-reason predictions prediction recommendations recommendation-exclusions explore explorations discoveries',
  act: 'messages templates pictures inbound attention campaigns campaign-members marketing-calendar journeys ready-journeys journey-replays',
  learn: 'holdouts global-holdout results trials home',
  settings:
    'settings users roles rights teams departments organisation hand-overs keys me session auth welcome join enter channels subscriptions backups quiet sealing audit doctor health sample-shop',
}
const areaByPart = byPart(partsByArea)

/** By the first part of a fact’s kind, e.g. `purchase` of `purchase.made`. */
const factsByArea: Readonly<Record<KeyArea, string>> = {
  customers: 'customer contact contact-point household consent privacy tag fields self-check',
  activities: 'interaction todo call',
  purchases: 'purchase',
  intake: 'tracked page screen group identified',
  understand: 'segment stage tier churn recommendation',
  act: 'message campaign journey channel',
  learn: '',
  settings: '',
}
const areaByFact = byPart(factsByArea)

function byPart(parts: Readonly<Record<KeyArea, string>>): ReadonlyMap<string, KeyArea> {
  return new Map(keyAreas.flatMap((area) => parts[area].split(' ').map((part) => [part, area] as const)))
}

/** Where everybody who may come in may go, whatever a key is confined to: the description of the API, a file under way. */
const everywhere = new Set(['openapi.json', 'docs', 'problems', 'exports'])

/** The area of a path under /api, e.g. `customers/:id/purchases`; undefined where nobody has placed it. */
export function areaOf(path: string): KeyArea | 'everywhere' | undefined {
  const [first = '', , third = ''] = path.split('/')
  if (everywhere.has(first)) return 'everywhere'
  return (first === 'customers' ? areaByPart.get(third) : undefined) ?? areaByPart.get(first)
}

/**
 * Whether a key may call this route at all; which rows and fields it then sees is for its role. A path that stands in no
 * list is shut to narrow keys until somebody places it.
 * @param path under /api, e.g. `customers/:id` @param asks the route changes nothing
 */
export function allowsRoute(scopes: KeyScopes, path: string, asks: boolean): boolean {
  if (!asks && scopes.access === 'read') return false
  if (scopes.areas === null) return true
  const area = areaOf(path)
  return area === 'everywhere' || (area !== undefined && scopes.areas.includes(area))
}

/** The area of a kind of fact; undefined where nobody has placed it. */
export const areaOfFact = (kind: string): KeyArea | undefined => areaByFact.get(kind.split('.')[0] ?? '')

/** Whether a key is told facts of a kind, where facts of all kinds stand side by side, as on a timeline. */
export function tellsFact({ areas }: KeyScopes, kind: string): boolean {
  const area = areaOfFact(kind)
  return areas === null || (area !== undefined && areas.includes(area))
}

/** Parts that are about what customers did, of whatever kind: who is in a segment, whom a campaign reaches, what came of it. */
const asking: readonly KeyArea[] = ['understand', 'act', 'learn']

/** Whether a key’s rules may ask for facts of a kind: of what it is not told they would else tell who did it. */
export const asksFact = (scopes: KeyScopes, kind: string): boolean =>
  tellsFact(scopes, kind) || asking.some((area) => scopes.areas?.includes(area))
