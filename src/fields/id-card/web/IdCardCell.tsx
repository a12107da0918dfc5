import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { idCard } from '../id-card.ts'

export function IdCardCell(props: FieldCellProps) {
  return <SaidCell {...props} type={idCard} />
}
