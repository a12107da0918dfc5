import { Drawer, Grid } from 'antd'
import type { ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'

/** From below on a phone, where the thumb is; at the side elsewhere. */
export function SideDrawer(props: {
  readonly open: boolean
  readonly title: Words
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const say = useSay()
  const wide = Grid.useBreakpoint().md ?? true
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={say(props.title)}
      placement={wide ? 'right' : 'bottom'}
      size={wide ? 480 : '86%'}
      destroyOnHidden
    >
      {props.children}
    </Drawer>
  )
}
