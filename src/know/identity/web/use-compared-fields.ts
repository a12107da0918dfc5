import { useMemo } from 'react'
import type { Fields } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { customer } from '../../customers/customer.ts'
import { comparedFields } from '../fitting-comparisons.ts'

const own: Fields = customer.fields

/** The fields that rules may compare, the firm's own among them, and what every field is called. */
export function useComparedFields(): {
  readonly fields: Fields
  readonly names: readonly string[]
  readonly labelOf: (field: string) => Words | undefined
} {
  const { data } = useDictionary()
  return useMemo(() => {
    const fields = data?.card.fields ?? own
    return { fields, names: comparedFields(fields), labelOf: (field: string) => fields[field]?.label ?? own[field]?.label }
  }, [data])
}
