import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { email } from '../email.ts'

export function EmailCell(props: FieldCellProps) {
  return <SaidCell {...props} type={email} />
}
