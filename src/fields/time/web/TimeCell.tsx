import { useFormat } from '../../../ui/shop.tsx'
import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { time } from '../time.ts'

/** The time by the shop's clock; how long ago, on hovering. */
export function TimeCell(props: FieldCellProps) {
  const format = useFormat()
  return <SaidCell {...props} type={time} {...(typeof props.value === 'string' ? { title: format.relative(props.value) } : {})} />
}
