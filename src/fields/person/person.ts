import { z } from 'zod'
import type { Field, Option } from '../../core/entity/field.ts'
import type { FieldType, Parsed } from '../../core/entity/field-type.ts'
import { isUuid, shortId } from '../../core/kit/id.ts'
import { optionOf } from '../choice/choice.ts'
import { excerpt, halfWidth } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { uuidFromPayload } from '../payload-value.ts'

const fold = (text: string): string => halfWidth(text).toLowerCase()

/** Those who can be chosen now; one who has left is named, but no longer chosen. */
export const choosable = (field: Field): readonly Option[] => (field.options ?? []).filter((option) => option.retired !== true)

/** Whom a text means: by id, by the whole name, by e-mail. Two of one name are told apart by their e-mails alone. */
function meant(text: string, options: readonly Option[]): readonly Option[] {
  const exact = options.filter((option) => option.value === text || option.also?.some((each) => fold(each) === text))
  return exact.length > 0 ? exact : options.filter((option) => fold(option.label.zh) === text || fold(option.label.en) === text)
}

function parse(text: string, field: Field): Parsed {
  const wanted = fold(text)
  if (wanted === '') return { value: null }
  const found = meant(wanted, choosable(field))
  if (found.length === 1) return { value: found[0]?.value ?? null }
  if (field.options === undefined && isUuid(wanted)) return { value: wanted }
  const said = excerpt(text)
  if (found.length > 1)
    return {
      wrong: {
        zh: `有 ${found.length} 位同事叫“${said}”，请改填邮箱`,
        en: `${found.length} colleagues are called “${said}”; write the e-mail address instead`,
      },
    }
  return {
    wrong: {
      zh: `没有“${said}”这位同事，请填写在职同事的姓名或邮箱`,
      en: `there is no colleague “${said}”; write the name or e-mail address of somebody who works here`,
    },
  }
}

/** Somebody of the firm, by the id of their user. Who there is comes from the database: the colleagues are the field's options. */
export const person: FieldType = {
  name: 'person',
  label: { zh: '同事', en: 'Colleague' },
  columnType: 'uuid',
  operators: ['is-me', 'is', 'is-not', 'is-one-of', 'is-none-of', 'is-somebody', 'is-nobody'],
  schema: () => z.guid(),
  parse,
  say: (value, field, { language }) => (isNothing(value) ? nothing : (optionOf(value, field)?.label[language] ?? shortId(textOf(value)))),
  fromPayload: uuidFromPayload,
}
