import type { ComponentType } from 'react'
import type { z } from 'zod'
import type { Role } from '../../core/action/action.ts'
import type { Words } from '../../core/kit/words.ts'

export const groups = ['home', 'know', 'understand', 'act', 'learn', 'settings'] as const
export type Group = (typeof groups)[number]

/** The rooms of the loop, in its order, with what each is for. */
export const groupWords: Record<Group, { readonly label: Words; readonly hint: Words }> = {
  home: { label: { zh: '首页', en: 'Home' }, hint: { zh: '今天该看什么', en: 'What to look at today' } },
  know: { label: { zh: '认识', en: 'Know' }, hint: { zh: '客户是谁，买过什么', en: 'Who our customers are and what they bought' } },
  understand: { label: { zh: '洞察', en: 'Understand' }, hint: { zh: '价值、阶段与细分', en: 'Value, stages and segments' } },
  act: { label: { zh: '行动', en: 'Act' }, hint: { zh: '在对的时候联系对的人', en: 'Reach the right people at the right time' } },
  learn: { label: { zh: '复盘', en: 'Learn' }, hint: { zh: '做过的事，到底有没有用', en: 'What our efforts really earned' } },
  settings: { label: { zh: '设置', en: 'Settings' }, hint: { zh: '店铺、邮件与成员', en: 'Shop, mail and people' } },
}

/** A page of the product: where it stands, what it is called and what draws it. */
export type PageEntry = {
  /** `/customers`, `/customers/$id`. */
  readonly path: string
  readonly group: Group
  readonly label: Words
  /** Other names to find it by in the command palette: pinyin, its initials, synonyms, separated by spaces. */
  readonly keywords: string
  readonly icon: ComponentType
  /** `lazy(async () => ({ default: (await import('…/web/CustomersPage.tsx')).CustomersPage }))` */
  readonly component: ComponentType
  /** What the address may carry behind `?`; keys that do not fit are left out. */
  readonly search?: z.ZodObject
  /** Shown in the menu and the palette. A page of one record is not. */
  readonly inMenu: boolean
  /** The lowest role that may see it; anybody who is signed in otherwise. */
  readonly role?: Role
  /** The action or question without which the page is of no use, by name; it decides where the reader's rights are known. */
  readonly needs?: string
  /** Of a page of one record: the action that makes a new one there, with `new` in the place of the id. */
  readonly makes?: string
  /** Of a page of one record: some have names in the place of an id, as the standing roles. */
  readonly byName?: true
}
