import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { boolean } from '../boolean.ts'

export function BooleanCell(props: FieldCellProps) {
  return <SaidCell {...props} type={boolean} />
}
