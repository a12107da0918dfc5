import { sql } from 'kysely'
import { z } from 'zod'
import type { Field } from '../../core/entity/field.ts'
import type { FieldType, Parsed } from '../../core/entity/field-type.ts'
import { excerpt, halfWidth } from '../half-width.ts'
import { nothing, textOf } from '../nothing.ts'

const split = /[,，、;；|\n]+/
const fold = (text: string) => halfWidth(text).toLowerCase()

/** A value's tags, whichever way it comes: a list of ids, one id, or nothing. */
export function tagsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === null || value === undefined || value === '' ? [] : [value]
}

function parse(text: string, field: Field): Parsed {
  const names = text.split(split).map(fold)
  const wanted = [...new Set(names.filter((name) => name !== ''))]
  if (wanted.length === 0) return { value: null }
  const found = wanted.map((name) => (field.options ?? []).find(({ value, label }) => value === name || fold(label.zh) === name))
  const unknown = wanted.find((_, at) => found[at] === undefined)
  if (unknown === undefined) return { value: found.map((option) => option?.value).join(',') }
  return {
    wrong: {
      zh: `没有“${excerpt(unknown)}”这个标签，请先建立`,
      en: `there is no tag “${excerpt(unknown)}”; make it first`,
    },
  }
}

/**
 * The tags that a customer has, as ids; their names are the field's options. Rules ask it of the customer's id (see the
 * operators), lists show it.
 */
export const tags: FieldType = {
  name: 'tags',
  label: { zh: '标签', en: 'Tags' },
  columnType: 'uuid[]',
  operators: ['has-any-tag', 'has-all-tags', 'has-none-of-tags', 'tagged-within', 'has-tags', 'has-no-tags'],
  schema: () => z.array(z.guid()).max(1_000),
  parse,
  say: (value, field, { language }) => {
    const names = tagsOf(value).map((id) => field.options?.find((option) => option.value === id)?.label[language] ?? textOf(id))
    return names.length === 0 ? nothing : names.join(language === 'zh' ? '、' : ', ')
  },
  fromPayload: () => sql`null::uuid`,
}
