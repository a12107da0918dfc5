import { PlusOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Page.tsx'
import { Badge } from '../../../../ui/Reason.tsx'
import { Empty } from '../../../../ui/States.tsx'
import { useConfirm } from '../../../../ui/use-confirm.ts'
import { removeProvider } from '../../../account/security.ts'
import { roleWords } from '../../role-words.ts'
import { ProviderForm } from './ProviderForm.tsx'
import type { Provider } from './security-answer.ts'
import '../account/account.css'

/** Other systems by which people may sign in. */
export function Providers({ providers }: { readonly providers: readonly Provider[] }) {
  const say = useSay()
  const [editing, setEditing] = useState<Provider | 'new' | null>(null)
  return (
    <Section
      title={{ zh: '单点登录（OIDC）', en: 'Single sign-on (OIDC)' }}
      note={say({
        zh: '让同事用公司已有的账号登录，如 Authing、Keycloak、Microsoft Entra、Google。',
        en: 'Lets colleagues sign in with the accounts that the firm has: Keycloak, Microsoft Entra, Google and others.',
      })}
      actions={
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {say({ zh: '添加', en: 'Add' })}
        </Button>
      }
    >
      {providers.length === 0 ? (
        <Empty small title={{ zh: '还没有单点登录', en: 'No single sign-on yet' }} />
      ) : (
        <ul className="rg-account-list">
          {providers.map((provider) => (
            <ProviderLine key={provider.id} of={provider} onChange={() => setEditing(provider)} />
          ))}
        </ul>
      )}
      <ProviderForm of={editing} onClose={() => setEditing(null)} />
    </Section>
  )
}

function ProviderLine({ of, onChange }: { readonly of: Provider; readonly onChange: () => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useAct(removeProvider)
  const ask = () =>
    confirm({
      title: say({ zh: '移除“{name}”？', en: 'Remove “{name}”?' }, { name: of.name }),
      content: {
        zh: '由它登录的人立即退出；没有密码和通行密钥的人，需要您发一个设置密码的链接。',
        en: 'Those who signed in by it are signed out at once; whoever has no password and no passkey needs a link to set one.',
      },
      ok: { zh: '移除', en: 'Remove' },
      danger: true,
      run: async () => void (await remove.mutateAsync({ id: of.id })),
    })
  return (
    <li className="rg-account-line">
      <span>
        <strong>{of.name}</strong> {of.enabled ? null : <Badge>{say({ zh: '已停用', en: 'Off' })}</Badge>}
        <span className="rg-settings-quiet rg-account-more">
          {of.issuer} ·{' '}
          {of.newcomers
            ? say(
                { zh: '{domains} 的新人以“{role}”进来', en: 'newcomers of {domains} come in as {role}' },
                { domains: of.domains.join(', '), role: say(roleWords[of.role].label) },
              )
            : say({ zh: '只限已有的用户', en: 'users that are here already' })}
        </span>
      </span>
      <Space>
        <Button size="small" aria-label={say({ zh: '修改 {name}', en: 'Change {name}' }, { name: of.name })} onClick={onChange}>
          {say({ zh: '修改', en: 'Change' })}
        </Button>
        <Button size="small" danger aria-label={say({ zh: '移除 {name}', en: 'Remove {name}' }, { name: of.name })} onClick={ask}>
          {say({ zh: '移除', en: 'Remove' })}
        </Button>
      </Space>
    </li>
  )
}
