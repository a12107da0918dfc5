import type { FieldCellProps } from '../../web/field-parts.ts'
import { SaidCell } from '../../web/SaidCell.tsx'
import { city } from '../place.ts'

export function CityCell(props: FieldCellProps) {
  // “Suzhou (Jiangsu)” takes two lines where a table has no room for it on one.
  return (
    <span className="rg-cell-place">
      <SaidCell {...props} type={city} />
    </span>
  )
}
