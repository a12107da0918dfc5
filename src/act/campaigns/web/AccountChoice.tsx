import { Select } from 'antd'
import { useAsk } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { listSendingAccounts } from '../../channels/actions.ts'
import { defaultAccount, sendingChoices } from '../../channels/say-sending-account.ts'
import type { StepProps } from './campaign-draft.ts'

/** Which account of the channel it leaves by. Nothing to choose where the channel has none or one. */
export function AccountChoice({ draft, change, isLocked }: Pick<StepProps, 'draft' | 'change' | 'isLocked'>) {
  const say = useSay()
  const { language } = useLanguage()
  const format = useFormat()
  const asked = useAsk(listSendingAccounts, { channel: draft.channel })
  const options = sendingChoices(asked.data?.accounts ?? [], draft.accountId, { language, money: format.money })
  if (options.length === 0) return null
  return (
    <Select
      aria-label={say({ zh: '用哪个账号发', en: 'Account to send by' })}
      className="rg-campaign-name"
      disabled={isLocked}
      value={draft.accountId ?? defaultAccount}
      onChange={(id) => change({ accountId: id === defaultAccount ? undefined : id })}
      options={[...options]}
    />
  )
}
