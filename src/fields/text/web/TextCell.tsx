import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { text } from '../text.ts'

export function TextCell(props: FieldCellProps) {
  return <SaidCell {...props} type={text} />
}
