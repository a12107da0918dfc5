import { z } from 'zod'
import type { Words } from '../kit/words.ts'

/** Parts of the API that a key may be confined to. */
export const keyAreas = ['customers', 'activities', 'purchases', 'intake', 'understand', 'act', 'learn', 'settings'] as const
export type KeyArea = (typeof keyAreas)[number]

export const keyAreaWords: Record<KeyArea, Words> = {
  customers: { zh: '客户、联系人、标签', en: 'Customers, contacts, tags' },
  activities: { zh: '互动与待办', en: 'Interactions and to-dos' },
  purchases: { zh: '消费记录', en: 'Purchases' },
  intake: { zh: '导入与来源', en: 'Imports and sources' },
  understand: { zh: '细分、阶段与价值', en: 'Segments, stages and value' },
  act: { zh: '消息与旅程', en: 'Messages and journeys' },
  learn: { zh: '效果与报表', en: 'Results and reports' },
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

/** By the first part of a path under /api. */
const areaByPath: Readonly<Record<string, KeyArea>> = {
  customers: 'customers',
  contacts: 'customers',
  households: 'customers',
  'custom-fields': 'customers',
  layouts: 'customers',
  tags: 'customers',
  'tag-rounds': 'customers',
  views: 'customers',
  dictionary: 'customers',
  quality: 'customers',
  duplicates: 'customers',
  matching: 'customers',
  merges: 'customers',
  'merge-preview': 'customers',
  consents: 'customers',
  interactions: 'activities',
  todos: 'activities',
  colleagues: 'activities',
  files: 'activities',
  purchases: 'purchases',
  imports: 'intake',
  'import-mappings': 'intake',
  'import-schedules': 'intake',
  sources: 'intake',
  segments: 'understand',
  stages: 'understand',
  tiers: 'understand',
  value: 'understand',
  lifecycle: 'understand',
  messages: 'act',
  templates: 'act',
  journeys: 'act',
  holdouts: 'learn',
  results: 'learn',
}

/** Where everybody who may come in may go, whatever a key is confined to: the description of the API, a file under way. */
const everywhere = new Set(['openapi.json', 'docs', 'exports'])

/**
 * Whether a key may call this route at all; which rows and fields it then sees is for its role. A path that stands in no
 * list belongs to the settings, so that what is new is shut to narrow keys until somebody places it.
 * @param path under /api, e.g. `customers/:id` @param asks the route changes nothing
 */
export function allowsRoute(scopes: KeyScopes, path: string, asks: boolean): boolean {
  if (!asks && scopes.access === 'read') return false
  const [first = ''] = path.split('/')
  return scopes.areas === null || everywhere.has(first) || scopes.areas.includes(areaByPath[first] ?? 'settings')
}
