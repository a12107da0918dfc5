import { isContactKind } from '../../core/kit/contact-token.ts'
import { type RawBuilder, sql } from 'kysely'
import type { PlacedField } from '../actions/registry.ts'

/** Surnames of two characters, by which a name is cut behind the surname. */
const doubleSurnames =
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门'.split(
    ' ',
  )

type Mask = (value: RawBuilder<unknown>) => RawBuilder<unknown>

/** +8613812341234 → 138****1234, other numbers by their first three and last two digits. */
const phone: Mask = (value) => sql`case when ${value} ~ '^[+]86.{11}$' then substr(${value}, 4, 3) || '****' || right(${value}, 4)
  else left(${value}, 3) || '****' || right(regexp_replace(${value}, ';.*$', ''), 2) end`

/** zhang@shop.example → z***@shop.example. */
const email: Mask = (value) => sql`left(${value}, 1) || '***@' || split_part(${value}, '@', 2)`

/** 张三丰 → 张**, 欧阳锋 → 欧阳*, a company by its first two characters. */
const name: Mask = (
  value,
) => sql`case when left(${value}, 2) = any(${doubleSurnames}::text[]) then left(${value}, 2) || repeat('*', least(2, greatest(1, length(${value}) - 2)))
  when length(${value}) > 4 then left(${value}, 2) || '***'
  else left(${value}, 1) || repeat('*', least(2, greatest(1, length(${value}) - 1))) end`

const ends: Mask = (value) =>
  sql`case when length(${value}) > 8 then left(${value}, 2) || '****' || right(${value}, 4) else left(${value}, 1) || '***' end`
const beginning: Mask = (value) => sql`left(${value}, 1) || '***'`
const dots: Mask = (value) => sql`case when ${value} is null then null else '••••••' end`

const byType: Readonly<Record<string, Mask>> = {
  phone,
  email,
  'id-card': ends,
  'credit-code': ends,
  text: beginning,
  longtext: beginning,
  web: beginning,
}
const byName: Readonly<Record<string, Mask>> = { name, shortName: name, phone, email, company: name }

/** Types whose values are texts, so that a part of one can be shown; of others nothing is. */
export const isMaskable = ({ field }: Pick<PlacedField, 'field'>): boolean => field.sealed === true || byType[field.type] !== undefined

/** What is sealed goes out as what its mask is made of at the door (core/kit/contact-token.ts). */
const maskedContact = (value: RawBuilder<unknown>, plain: RawBuilder<unknown>) =>
  sql`case when starts_with(${value}, '§3.') then '§4.' || substr(${value}, 4) else ${plain} end`

/** What is shown of a masked text. Missing stays missing. */
export function masked({ name: called, field }: Pick<PlacedField, 'name' | 'field'>, value: RawBuilder<unknown>): RawBuilder<unknown> {
  if (isContactKind(called)) return maskedContact(value, (byName[called] ?? byType[field.type] ?? dots)(value))
  // A sealed value cannot be cut where it lies.
  if (field.sealed) return dots(value)
  return (byName[called] ?? byType[field.type] ?? dots)(value)
}
