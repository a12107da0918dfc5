import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { city } from '../place.ts'

export function CityCell(props: FieldCellProps) {
  return <SaidCell {...props} type={city} />
}
