import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { number } from '../number.ts'

/** At most two decimals in a list; the exact figure on hovering. */
export function NumberCell(props: FieldCellProps) {
  const exact = typeof props.value === 'number' ? props.value : null
  const shown = exact === null ? props.value : Math.round(exact * 100) / 100
  return <SaidCell {...props} value={shown} type={number} figure {...(exact !== null && exact !== shown ? { title: String(exact) } : {})} />
}
