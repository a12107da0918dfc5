import { useMemo } from 'react'
import type { Fields } from '../../../core/entity/field.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useAsk } from '../../../ui/data.tsx'
import { readLayouts } from '../../layouts/actions.ts'
import { type Layout, type LayoutKind, type LayoutPlace, layoutFor } from '../../layouts/layout.ts'
import { customer } from '../customer.ts'

/** The customer's fields as they are now, and how they are laid out; the standard way until that is known. */
export function useLayout(place: LayoutPlace) {
  const known = useDictionary('customer').data
  const asked = useAsk(readLayouts, {})
  return useMemo(() => {
    const fields: Fields = known?.card.fields ?? customer.fields
    const saved = asked.data?.layouts ?? []
    return { fields, layoutOf: (kind: LayoutKind): Layout => layoutFor(saved, place, kind, fields) }
  }, [known, asked.data, place])
}

/** The kind whose layout holds for this record. */
export const kindOf = (record: Readonly<Record<string, unknown>>): LayoutKind => (record['kind'] === 'company' ? 'company' : 'person')
