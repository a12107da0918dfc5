import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { lunarDate } from '../lunar-date.ts'

export function LunarDateCell(props: FieldCellProps) {
  return <SaidCell {...props} type={lunarDate} />
}
