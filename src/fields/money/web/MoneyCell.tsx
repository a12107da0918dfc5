import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { money } from '../money.ts'

export function MoneyCell(props: FieldCellProps) {
  return <SaidCell {...props} type={money} figure />
}
