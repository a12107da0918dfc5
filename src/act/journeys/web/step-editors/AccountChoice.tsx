import { Select } from 'antd'
import { useAsk } from '../../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../../ui/language.tsx'
import { useFormat } from '../../../../ui/shop.tsx'
import { listSendingAccounts } from '../../../channels/actions.ts'
import { defaultAccount, sendingChoices } from '../../../channels/say-sending-account.ts'
import { Labelled } from '../Labelled.tsx'

type Props = {
  readonly channel: string
  readonly accountId: string | undefined
  readonly onChange: (accountId: string | undefined) => void
}

/** Which account of the channel a step sends by. Nothing to choose where the channel has none or one. */
export function AccountChoice({ channel, accountId, onChange }: Props) {
  const say = useSay()
  const { language } = useLanguage()
  const format = useFormat()
  const asked = useAsk(listSendingAccounts, {})
  const accounts = (asked.data?.accounts ?? []).filter((one) => one.channel === channel)
  const options = sendingChoices(accounts, accountId, { language, money: format.money })
  if (options.length === 0) return null
  return (
    <Labelled label={{ zh: '用哪个账号发', en: 'Account to send by' }}>
      <Select
        aria-label={say({ zh: '用哪个账号发', en: 'Account to send by' })}
        className="rg-journey-name"
        value={accountId ?? defaultAccount}
        onChange={(id) => onChange(id === defaultAccount ? undefined : id)}
        options={[...options]}
      />
    </Labelled>
  )
}
