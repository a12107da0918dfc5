import { App } from 'antd'
import { useGo, useSearchState } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Empty } from '../../../ui/States.tsx'
import { createChannelAccount } from '../actions.ts'
import { isChannelName, vendorOf } from '../channel-kinds.ts'
import { newChannelSearch } from '../channels-address.ts'
import { AccountForm } from './AccountForm.tsx'
import './channels.css'

/** One more account, of the vendor that the address names. */
export function NewAccountPage() {
  const say = useSay()
  const go = useGo()
  const { message } = App.useApp()
  const [{ channel = '', vendor: name = '' }] = useSearchState(newChannelSearch)
  const create = useAct(createChannelAccount)
  const vendor = vendorOf(channel, name)
  return (
    <Page
      title={vendor ? { zh: `添加${vendor.label.zh}`, en: `Add: ${vendor.label.en}` } : { zh: '添加账号', en: 'Add an account' }}
      back={{ to: '/settings/channels', label: { zh: '渠道', en: 'Channels' } }}
    >
      {vendor && isChannelName(channel) ? (
        <AccountForm
          key={name}
          vendor={vendor}
          account={null}
          busy={create.isPending}
          error={create.error}
          onSave={(input) =>
            create.mutate(
              { channel, vendor: name, ...input },
              {
                onSuccess: ({ id }) => {
                  void message.success(say({ zh: '账号已保存，请检查一下', en: 'The account is saved; now check it' }))
                  go(`/settings/channels/${id}`)
                },
              },
            )
          }
        />
      ) : (
        <Empty
          title={{ zh: '没有这种账号', en: 'There is no such kind of account' }}
          next={{ label: { zh: '看全部渠道', en: 'See all channels' }, to: '/settings/channels' }}
        />
      )}
    </Page>
  )
}
