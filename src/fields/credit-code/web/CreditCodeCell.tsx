import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { creditCode } from '../credit-code.ts'

export function CreditCodeCell(props: FieldCellProps) {
  return <SaidCell {...props} type={creditCode} />
}
