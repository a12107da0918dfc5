import { useEffect, useRef } from 'react'
import type { PageEntry } from './page-entry.ts'
import { type Group, groupWords } from './page-entry.ts'
import { GoLink, usePath } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'

const loop = ['know', 'understand', 'act', 'learn'] as const

/** Is this entry the page that is open, or the list that it was opened from? */
export function isOpen(entryPath: string, path: string): boolean {
  return entryPath === '/' ? path === '/' : path === entryPath || path.startsWith(`${entryPath}/`)
}

/** The menu: home, then the loop in its order, settings at the foot. */
export function Navigation(props: { readonly pages: readonly PageEntry[] }) {
  const say = useSay()
  const of = (group: Group) => props.pages.filter((page) => page.group === group && page.inMenu)
  return (
    <nav className="rg-nav" aria-label={say({ zh: '主导航', en: 'Main' })}>
      <NavList pages={of('home')} />
      {loop.map((group) =>
        of(group).length > 0 ? (
          <div key={group} className="rg-nav-group">
            <div className="rg-nav-label">{say(groupWords[group].label)}</div>
            <NavList pages={of(group)} />
          </div>
        ) : null,
      )}
      <div className="rg-nav-foot">
        <NavList pages={of('settings')} />
      </div>
    </nav>
  )
}

export function NavList(props: { readonly pages: readonly PageEntry[]; readonly onGo?: () => void }) {
  const path = usePath()
  const say = useSay()
  const list = useRef<HTMLUListElement>(null)
  // The menu is longer than most screens: the page that is open is shown in it.
  useEffect(() => {
    list.current?.querySelector('.rg-nav-open')?.scrollIntoView({ block: 'nearest' })
  }, [path])
  return (
    <ul ref={list}>
      {props.pages.map((page) => {
        const Icon = page.icon
        const open = isOpen(page.path, path)
        return (
          <li key={page.path}>
            <GoLink
              to={page.path}
              className={open ? 'rg-nav-item rg-nav-open' : 'rg-nav-item'}
              {...(props.onGo ? { onClick: props.onGo } : {})}
            >
              <span className="rg-nav-icon" aria-hidden="true">
                <Icon />
              </span>
              <span>{say(page.label)}</span>
            </GoLink>
          </li>
        )
      })}
    </ul>
  )
}
