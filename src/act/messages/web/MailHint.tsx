import { Alert, Button } from 'antd'
import { readSettings } from '../../../know/shop/actions.ts'
import { useGo } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'

/** Is a mail server set? Undefined until it is known, and for those who may not see the settings. */
export function useMailServer(): boolean | undefined {
  const { data } = useAsk(readSettings, {}, { when: useMayDo(readSettings) })
  return data === undefined ? undefined : data.smtp !== null
}

/** Nothing can leave before a mail server is set: says so, with the way there. */
export function MailHint() {
  const say = useSay()
  const go = useGo()
  if (useMailServer() !== false) return null
  return (
    <Alert
      className="rg-mail-hint"
      type="warning"
      showIcon
      title={say({
        zh: '还没有设置发信服务器：消息会先排队，不会丢失，设置好之后自动发出。',
        en: 'No mail server is set: messages wait in the outbox, nothing is lost, and they leave by themselves once it is.',
      })}
      action={
        <Button size="small" type="primary" onClick={() => go('/settings', { search: { tab: 'mail' } })}>
          {say({ zh: '去设置', en: 'Set it up' })}
        </Button>
      }
    />
  )
}
