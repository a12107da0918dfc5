import { Select } from 'antd'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { listSendingAccounts } from '../../channels/actions.ts'
import type { StepProps } from './CampaignEditor.tsx'

const usual = ''

/** Which account of the channel it leaves by. Nothing to choose where the channel has none or one. */
export function AccountChoice({ draft, change, isLocked }: Pick<StepProps, 'draft' | 'change' | 'isLocked'>) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(listSendingAccounts, { channel: draft.channel })
  const accounts = asked.data?.accounts ?? []
  if (accounts.length < 2 && draft.accountId === undefined) return null
  const standard = accounts.find(({ isDefault }) => isDefault)
  const label = say({ zh: '用哪个账号发', en: 'Account to send by' })
  return (
    <Select
      aria-label={label}
      className="rg-campaign-name"
      disabled={isLocked}
      value={draft.accountId ?? usual}
      onChange={(id: string) => change({ accountId: id === usual ? undefined : id })}
      options={[
        {
          value: usual,
          label: say(
            { zh: '默认账号（{name}）', en: 'The default one ({name})' },
            { name: standard?.name ?? say({ zh: '还没有', en: 'none yet' }) },
          ),
        },
        ...accounts.map(({ id, name, isOn, cost }) => ({
          value: id,
          disabled: !isOn,
          label: [
            name,
            ...(cost > 0 ? [say({ zh: '每条 {cost}', en: '{cost} each' }, { cost: format.money(cost) })] : []),
            ...(isOn ? [] : [say({ zh: '已停用', en: 'switched off' })]),
          ].join(' · '),
        })),
      ]}
    />
  )
}
