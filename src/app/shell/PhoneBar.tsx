import { AimOutlined, BulbOutlined, HomeOutlined, MenuOutlined, TeamOutlined, TrophyOutlined } from '@ant-design/icons'
import { Drawer } from 'antd'
import { type ComponentType, useState } from 'react'
import { useGo, usePath } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'
import { isOpen, NavList } from './Navigation.tsx'
import { type Group, groupWords, type PageEntry } from './page-entry.ts'

const icons: Record<Group, ComponentType> = {
  home: HomeOutlined,
  know: TeamOutlined,
  understand: BulbOutlined,
  act: AimOutlined,
  learn: TrophyOutlined,
  settings: MenuOutlined,
}

/** The menu of a phone: the loop under the thumb; a room with several pages opens them from below. */
export function PhoneBar(props: { readonly pages: readonly PageEntry[] }) {
  const say = useSay()
  const go = useGo()
  const path = usePath()
  const [open, setOpen] = useState<Group | null>(null)
  const inGroup = (group: Group) => props.pages.filter((page) => page.group === group && page.inMenu)
  const shown = (['home', 'know', 'understand', 'act', 'learn', 'settings'] as const).filter((group) => inGroup(group).length > 0)
  const choose = (group: Group) => {
    const [only, second] = inGroup(group)
    if (only && !second) go(only.path)
    else setOpen(group)
  }
  return (
    <nav className="rg-phone-bar" aria-label={say({ zh: '主导航', en: 'Main' })}>
      {shown.map((group) => {
        const Icon = icons[group]
        const here = props.pages.some((page) => page.group === group && isOpen(page.path, path))
        return (
          <button
            key={group}
            type="button"
            className={here ? 'rg-phone-item rg-phone-open' : 'rg-phone-item'}
            aria-current={here ? 'page' : undefined}
            onClick={() => choose(group)}
          >
            <span aria-hidden="true">
              <Icon />
            </span>
            {say(groupWords[group].label)}
          </button>
        )
      })}
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        placement="bottom"
        size="auto"
        title={open ? say(groupWords[open].label) : ''}
        className="rg-phone-drawer"
      >
        {open ? <NavList pages={inGroup(open)} onGo={() => setOpen(null)} /> : null}
      </Drawer>
    </nav>
  )
}
