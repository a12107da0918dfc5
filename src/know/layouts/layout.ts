import { z } from 'zod'
import type { Fields } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'
import { words } from '../../core/kit/words-schema.ts'

/** Where fields are laid out: on the customer's page, in the form, as the columns of the list. */
export const layoutPlaces = ['profile', 'form', 'list'] as const
export type LayoutPlace = (typeof layoutPlaces)[number]

/** Persons and companies have layouts of their own; the list, which shows both, has one: `any`. */
export const layoutKinds = ['person', 'company', 'any'] as const
export type LayoutKind = (typeof layoutKinds)[number]

export const kindsOf = (place: LayoutPlace): readonly LayoutKind[] => (place === 'list' ? ['any'] : ['person', 'company'])

export type LayoutGroup = { readonly title: Words | null; readonly fields: readonly string[] }

/** Which fields stand in which group, in order. A field that is in no group and not hidden joins the last group. */
export type Layout = { readonly groups: readonly LayoutGroup[]; readonly hidden: readonly string[] }

export const layoutShape = z.object({
  groups: z
    .array(z.object({ title: words.nullable(), fields: z.array(z.string().max(60)).max(400) }))
    .min(1)
    .max(20),
  hidden: z.array(z.string().max(60)).max(400),
})

const titles = {
  who: { zh: '基本资料', en: 'Who they are' },
  reach: { zh: '联系方式', en: 'How to reach them' },
  about: { zh: '背景', en: 'Background' },
  where: { zh: '地址', en: 'Where they are' },
  more: { zh: '更多', en: 'More' },
} satisfies Record<string, Words>

const grouped: readonly { readonly title: Words; readonly fields: readonly string[] }[] = [
  { title: titles.who, fields: ['kind', 'name', 'shortName', 'creditCode', 'code', 'owner'] },
  { title: titles.reach, fields: ['phone', 'email', 'wechat', 'emailConsent', 'noPersonalisation'] },
  { title: titles.about, fields: ['gender', 'birthday', 'lunarBirthday', 'idCard', 'origin'] },
  { title: titles.where, fields: ['province', 'city', 'district', 'address'] },
]

/** What a form for one kind need not ask. */
const notAsked: Readonly<Record<LayoutKind, readonly string[]>> = {
  person: ['shortName', 'creditCode'],
  company: ['gender', 'birthday', 'lunarBirthday', 'idCard'],
  any: [],
}

/** How it stands where nobody laid it out. */
export function standardLayout(place: LayoutPlace, kind: LayoutKind, fields: Fields): Layout {
  const names = layoutNames(place, fields)
  if (place === 'list') {
    const listed = names.filter((name) => fields[name]?.listed)
    return { groups: [{ title: null, fields: listed }], hidden: names.filter((name) => !listed.includes(name)) }
  }
  const hidden = place === 'form' ? notAsked[kind] : []
  const placed = new Set([...grouped.flatMap((group) => group.fields), ...hidden])
  const rest = names.filter((name) => !placed.has(name))
  const groups = [...grouped, { title: titles.more, fields: rest }]
  const kept = (list: readonly string[]) => list.filter((name) => names.includes(name) && !hidden.includes(name))
  return {
    groups: groups.map((group) => ({ ...group, fields: kept(group.fields) })),
    hidden: hidden.filter((name) => names.includes(name)),
  }
}

/** The fields that may be laid out there: whatever is shown in a list, whatever is filled in elsewhere, by whomever. */
export function layoutNames(place: LayoutPlace, fields: Fields): string[] {
  return Object.keys(fields).filter(
    (name) => place === 'list' || fields[name]?.computed !== true || (place === 'profile' && fields[name].narrowed === true),
  )
}

/**
 * A layout as it meets the fields that there are now: those that are gone are left out, new ones join the last group
 * (of a list only those that are to be listed), and a required one is never hidden in a form.
 */
export function arrange(layout: Layout, place: LayoutPlace, fields: Fields): Layout {
  const names = layoutNames(place, fields)
  const there = (list: readonly string[]) => list.filter((name) => names.includes(name))
  const hidden = there(layout.hidden).filter((name) => !(place === 'form' && fields[name]?.required))
  const groups = layout.groups.map((group) => ({ ...group, fields: there(group.fields) }))
  const placed = new Set([...groups.flatMap((group) => group.fields), ...hidden])
  const fresh = names.filter((name) => !placed.has(name))
  const joins = fresh.filter((name) => place !== 'list' || fields[name]?.listed)
  const last = groups.at(-1) ?? { title: null, fields: [] }
  return {
    groups: [...groups.slice(0, -1), { ...last, fields: [...last.fields, ...joins] }],
    hidden: [...hidden, ...fresh.filter((name) => !joins.includes(name))],
  }
}

/** Moves a field to a place in a group, or out of all of them: `to: null` hides it. */
export function moveField(layout: Layout, name: string, to: { readonly group: number; readonly index: number } | null): Layout {
  const groups = layout.groups.map((group) => ({ ...group, fields: group.fields.filter((one) => one !== name) }))
  const hidden = layout.hidden.filter((one) => one !== name)
  if (to === null) return { groups, hidden: [...hidden, name] }
  return {
    groups: groups.map((group, at) => (at === to.group ? { ...group, fields: group.fields.toSpliced(to.index, 0, name) } : group)),
    hidden,
  }
}

/** One step up or down, over the edges of groups. */
export function stepField(layout: Layout, name: string, by: 1 | -1): Layout {
  const group = layout.groups.findIndex(({ fields }) => fields.includes(name))
  const fields = layout.groups[group]?.fields ?? []
  const index = fields.indexOf(name) + by
  if (group < 0) return layout
  if (index >= 0 && index < fields.length) return moveField(layout, name, { group, index })
  const next = layout.groups[group + by]
  return next ? moveField(layout, name, { group: group + by, index: by === 1 ? 0 : next.fields.length }) : layout
}

/** Which layout holds, of those that were saved, or the standard one. */
export function layoutFor(saved: readonly SavedLayout[], place: LayoutPlace, kind: LayoutKind, fields: Fields): Layout {
  const found = saved.find((one) => one.place === place && one.kind === kind)
  return arrange(found ?? standardLayout(place, kind, fields), place, fields)
}

export type SavedLayout = Layout & { readonly place: LayoutPlace; readonly kind: LayoutKind }
