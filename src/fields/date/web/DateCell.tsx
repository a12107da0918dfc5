import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { date } from '../date.ts'

export function DateCell(props: FieldCellProps) {
  return <SaidCell {...props} type={date} />
}
