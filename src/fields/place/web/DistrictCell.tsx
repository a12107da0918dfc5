import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { district } from '../place.ts'

export function DistrictCell(props: FieldCellProps) {
  return <SaidCell {...props} type={district} />
}
