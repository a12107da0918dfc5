import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { phone } from '../phone.ts'

export function PhoneCell(props: FieldCellProps) {
  return <SaidCell {...props} type={phone} />
}
