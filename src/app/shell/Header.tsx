import { DesktopOutlined, MoonOutlined, SearchOutlined, SunOutlined } from '@ant-design/icons'
import { Avatar, Button, Dropdown } from 'antd'
import type { ComponentType } from 'react'
import type { Words } from '../../core/kit/words.ts'
import { GoLink, useGo } from '../../ui/address.tsx'
import { useLanguage, useSay } from '../../ui/language.tsx'
import { type ThemeChoice, themeChoices, useTheme } from '../../ui/theme.tsx'
import { Logo } from './Logo.tsx'
import type { Session } from './session.ts'
import { signOut } from './sign-in.ts'

const themeWords: Record<ThemeChoice, { readonly label: Words; readonly icon: ComponentType }> = {
  auto: { label: { zh: '跟随系统', en: 'Like the system' }, icon: DesktopOutlined },
  light: { label: { zh: '浅色', en: 'Light' }, icon: SunOutlined },
  dark: { label: { zh: '深色', en: 'Dark' }, icon: MoonOutlined },
}

export function Header(props: { readonly session: Session; readonly onSearch: () => void }) {
  const say = useSay()
  return (
    <header className="rg-header">
      <GoLink to="/" className="rg-header-logo">
        <Logo />
        <span className="rg-hidden">{say({ zh: '，回到首页', en: ', to the home page' })}</span>
      </GoLink>
      <SearchTrigger onOpen={props.onSearch} />
      <div className="rg-header-tools">
        <LanguageSwitch />
        <ThemeSwitch />
        <UserMenu session={props.session} />
      </div>
    </header>
  )
}

function SearchTrigger(props: { readonly onOpen: () => void }) {
  const say = useSay()
  const words = say({ zh: '搜索客户、页面、操作', en: 'Find customers, pages, actions' })
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
  return (
    <button type="button" className="rg-search" onClick={props.onOpen} aria-keyshortcuts="Control+K Meta+K">
      <SearchOutlined aria-hidden="true" />
      <span className="rg-search-words">{words}</span>
      <kbd aria-hidden="true">{isMac ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
  )
}

/** Shows the language it leads to, in that language, as readers of it expect. */
export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage()
  const next = language === 'zh' ? 'en' : 'zh'
  return (
    <Button
      type="text"
      lang={next === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => setLanguage(next)}
      title={next === 'zh' ? '切换为中文' : 'Switch to English'}
    >
      {next === 'zh' ? '中文' : 'EN'}
    </Button>
  )
}

export function ThemeSwitch() {
  const say = useSay()
  const { choice, setChoice, look } = useTheme()
  const Now = look === 'dark' ? MoonOutlined : SunOutlined
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{
        selectedKeys: [choice],
        items: themeChoices.map((key) => {
          const Icon = themeWords[key].icon
          return { key, label: say(themeWords[key].label), icon: <Icon /> }
        }),
        onClick: ({ key }) => setChoice(themeChoices.find((one) => one === key) ?? 'auto'),
      }}
    >
      <Button type="text" icon={<Now />} aria-label={say({ zh: '外观', en: 'Appearance' })} />
    </Dropdown>
  )
}

function UserMenu(props: { readonly session: Session }) {
  const say = useSay()
  const go = useGo()
  const user = props.session.user
  if (!user) return null
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          { key: 'who', disabled: true, label: <UserCard name={user.name} email={user.email} shop={props.session.shop.name} /> },
          { type: 'divider' },
          { key: 'account', label: say({ zh: '我的账号', en: 'My account' }) },
          { key: 'out', label: say({ zh: '退出登录', en: 'Sign out' }) },
        ],
        onClick: ({ key }) => {
          if (key === 'account') go('/settings', { search: { tab: 'me' } })
          if (key === 'out') void signOut()
        },
      }}
    >
      <button type="button" className="rg-user" aria-label={say({ zh: '账号：{name}', en: 'Account: {name}' }, { name: user.name })}>
        <Avatar size={28}>{[...user.name][0] ?? '?'}</Avatar>
      </button>
    </Dropdown>
  )
}

function UserCard(props: { readonly name: string; readonly email: string; readonly shop: string }) {
  return (
    <span className="rg-user-card">
      <strong>{props.name}</strong>
      <span>{props.email}</span>
      <span>{props.shop}</span>
    </span>
  )
}
