import { Button } from 'antd'
import type { ReactNode } from 'react'

/** Moves one of a list up or down; null where there is no further. */
export function Mover({ icon, label, onMove }: { readonly icon: ReactNode; readonly label: string; readonly onMove: (() => void) | null }) {
  return (
    <Button size="small" type="text" icon={icon} aria-label={label} title={label} disabled={onMove === null} onClick={() => onMove?.()} />
  )
}
