import { PageTabs } from '../../../ui/PageTabs.tsx'
import type { ComponentType } from 'react'
import type { Role } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayOpen } from '../../../ui/reader.tsx'
import { Loading } from '../../../ui/States.tsx'
import { settingsSearch, settingsTabs, type SettingsTab } from '../settings-address.ts'
import { EncryptionTab } from './EncryptionTab.tsx'
import { KeysTab } from './KeysTab.tsx'
import { MailTab } from './MailTab.tsx'
import { MeTab } from './MeTab.tsx'
import { SecurityTab } from './security/SecurityTab.tsx'
import './settings.css'
import { ShopTab } from './ShopTab.tsx'
import { SourcesTab } from './SourcesTab.tsx'
import { useRole } from './use-role.ts'

type Tab = { readonly label: Words; readonly role: Role; readonly needs?: string; readonly body: ComponentType }

const tabs: Record<SettingsTab, Tab> = {
  shop: { label: { zh: '店铺', en: 'Shop' }, role: 'manager', needs: 'save-shop', body: ShopTab },
  mail: { label: { zh: '发信', en: 'Mail' }, role: 'manager', needs: 'read-settings', body: MailTab },
  keys: { label: { zh: 'API 密钥', en: 'API keys' }, role: 'owner', needs: 'list-keys', body: KeysTab },
  security: { label: { zh: '安全', en: 'Security' }, role: 'owner', needs: 'read-security', body: SecurityTab },
  encryption: { label: { zh: '加密', en: 'Encryption' }, role: 'owner', needs: 'read-sealing', body: EncryptionTab },
  sources: { label: { zh: '来源', en: 'Sources' }, role: 'manager', needs: 'list-sources', body: SourcesTab },
  me: { label: { zh: '我的账号', en: 'My account' }, role: 'member', body: MeTab },
}

/** All settings, each on its tab; only those that the reader may see. */
export function SettingsPage() {
  const role = useRole()
  const [{ tab }] = useSearchState(settingsSearch)
  const mayOpen = useMayOpen()
  if (!role) return <Loading rows={6} />
  const allowed = settingsTabs.filter((name) => mayOpen(tabs[name]))
  const shown = allowed.find((name) => name === tab) ?? allowed[0] ?? 'me'
  const Body = tabs[shown].body
  return (
    <Page title={{ zh: '这里怎么运作？', en: 'How does this place work?' }}>
      <PageTabs
        label={{ zh: '设置', en: 'Settings' }}
        to="/settings"
        tabs={allowed.map((key) => ({ key, label: tabs[key].label }))}
        shown={shown}
      />
      <Body />
    </Page>
  )
}
