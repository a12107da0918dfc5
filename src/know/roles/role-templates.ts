import type { Words } from '../../core/kit/words.ts'
import type { FieldRight, Verb } from '../../core/rights/rights.ts'
import type { Grant, RoleBody, Scope } from '../../core/rights/role-body.ts'

/** What of the catalogue of rights a template needs: which verbs there are of each kind, and which fields. */
export type RightsOffered = {
  readonly kinds: readonly { readonly name: string; readonly verbs: readonly Verb[] }[]
  readonly fields: readonly { readonly name: string }[]
}

export type RoleTemplate = {
  readonly key: string
  readonly label: Words
  readonly help: Words
  readonly make: (offered: RightsOffered) => RoleBody
}

type Verbs = readonly Verb[]

/** Those verbs on those kinds that are there; customers by their scopes. */
function grantsOf(
  offered: RightsOffered,
  wanted: Readonly<Record<string, Verbs>>,
  rows: Readonly<Partial<Record<Verb, readonly Scope[]>>>,
) {
  const grants: Record<string, Grant> = {}
  for (const { name, verbs } of offered.kinds) {
    const chosen = (wanted[name] ?? wanted['rest'] ?? []).filter((verb) => verbs.includes(verb))
    const scoped = chosen.map((verb) => [verb, name === 'customer' ? [...(rows[verb] ?? rows['read'] ?? ['all'])] : ['all']] as const)
    if (scoped.length > 0) grants[name] = Object.fromEntries(scoped)
  }
  return grants
}

const fieldsOf = (offered: RightsOffered, wanted: Readonly<Record<string, FieldRight>>) =>
  Object.fromEntries(Object.entries(wanted).filter(([name]) => offered.fields.some((field) => field.name === name)))

const contact = { phone: 'masked', email: 'masked', wechat: 'masked', idCard: 'masked' } as const
const work: Verbs = ['read', 'create', 'change', 'remove']

/** To begin a role from; whatever the product does not know is left out. */
export const roleTemplates: readonly RoleTemplate[] = [
  {
    key: 'sales',
    label: { zh: '销售', en: 'Sales' },
    help: { zh: '自己的客户和公海；联系方式可见', en: 'Their own customers and the public pool; contact details shown' },
    make: (offered) => ({
      grants: grantsOf(
        offered,
        {
          customer: ['read', 'create', 'change', 'assign', 'share'],
          purchase: ['read', 'create'],
          todo: work,
          interaction: work,
          contact: work,
          tag: ['read', 'change'],
          rest: ['read'],
        },
        { read: ['mine', 'shared', 'pool'], create: ['all'], change: ['mine', 'shared'], assign: ['mine', 'pool'], share: ['mine'] },
      ),
      fields: fieldsOf(offered, { idCard: 'masked' }),
      rights: [],
    }),
  },
  {
    key: 'service',
    label: { zh: '客服', en: 'Service' },
    help: {
      zh: '看得到每位客户，联系方式打码，需要时填理由查看',
      en: 'Sees every customer; contact details masked, revealed with a reason',
    },
    make: (offered) => ({
      grants: grantsOf(
        offered,
        { customer: ['read', 'change'], todo: work, interaction: work, contact: ['read', 'create', 'change'], rest: ['read'] },
        {},
      ),
      fields: fieldsOf(offered, contact),
      rights: ['reveal'],
    }),
  },
  {
    key: 'marketing',
    label: { zh: '营销', en: 'Marketing' },
    help: {
      zh: '做细分、模板和旅程，看不到完整联系方式',
      en: 'Makes segments, templates and journeys without seeing whole contact details',
    },
    make: (offered) => ({
      grants: grantsOf(
        offered,
        { customer: ['read'], segment: work, template: work, journey: work, message: ['read', 'create'], rest: ['read'] },
        {},
      ),
      fields: fieldsOf(offered, contact),
      rights: [],
    }),
  },
  {
    key: 'analysis',
    label: { zh: '分析', en: 'Analysis' },
    help: { zh: '看全部数据并导出，不见联系方式', en: 'Sees and exports everything but contact details' },
    make: (offered) => ({
      grants: grantsOf(offered, { customer: ['read', 'export'], segment: [...work, 'export'], rest: ['read', 'export'] }, {}),
      fields: fieldsOf(offered, { name: 'masked', phone: 'hidden', email: 'hidden', wechat: 'hidden', idCard: 'hidden' }),
      rights: [],
    }),
  },
  {
    key: 'audit',
    label: { zh: '审计', en: 'Audit' },
    help: { zh: '只查操作审计，看不到客户', en: 'Asks the audit who did and read what, and sees no customers' },
    make: () => ({ grants: {}, fields: {}, rights: ['audit'] }),
  },
  {
    key: 'read-only',
    label: { zh: '只读', en: 'Read-only' },
    help: { zh: '什么都看得到，什么都不能改', en: 'Sees everything, changes nothing' },
    make: (offered) => ({ grants: grantsOf(offered, { rest: ['read'] }, {}), fields: {}, rights: [] }),
  },
]
