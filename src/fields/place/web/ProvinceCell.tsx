import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { province } from '../place.ts'

export function ProvinceCell(props: FieldCellProps) {
  return <SaidCell {...props} type={province} />
}
