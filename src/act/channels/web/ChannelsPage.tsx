import { PlusOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { accountStateWords } from '../account-state.ts'
import { type Account, createChannelAccount, listChannelAccounts } from '../actions.ts'
import { channelNames } from '../channel-kind.ts'
import { channelKinds, vendorOf } from '../channel-kinds.ts'
import './channels.css'

/** Every way out but e-mail, and whether it can be used. */
export function ChannelsPage() {
  const say = useSay()
  const asked = useAsk(listChannelAccounts, {})
  const mayCreate = useMayDo(createChannelAccount)
  const [adding, setAdding] = useState(false)
  const add = { label: { zh: '添加账号', en: 'Add an account' }, onClick: () => setAdding(true) }
  return (
    <Page
      title={{ zh: '消息从哪里发出去？', en: 'By which ways do messages leave?' }}
      answer={asked.data && asked.data.accounts.length > 0 ? <Answer accounts={asked.data.accounts} /> : null}
      actions={
        mayCreate && asked.data && asked.data.accounts.length > 0 ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={add.onClick}>
            {say(add.label)}
          </Button>
        ) : null
      }
    >
      <Answered of={asked}>
        {({ accounts }) =>
          accounts.length === 0 ? (
            <Empty
              title={{ zh: '还没有渠道账号', en: 'No accounts yet' }}
              hint={{
                zh: '邮件在“设置 → 发信”里设置。短信、企业微信、微信服务号、群机器人和 Webhook 在这里各添加一个账号。',
                en: 'E-mail is set under Settings → Mail. Add an account here for SMS, WeCom, WeChat, robots in groups, and webhooks.',
              }}
              {...(mayCreate ? { next: add } : {})}
            />
          ) : (
            <AccountList accounts={accounts} />
          )
        }
      </Answered>
      {asked.data ? (
        <p className="rg-note">
          <GoLink to="/settings/channels/subscriptions">
            {say({ zh: '事件订阅：发生了什么就推送给您的其他系统', en: 'Subscriptions: tell other systems of yours what happens' })}
          </GoLink>
        </p>
      ) : null}
      <ChooseVendor open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

function Answer({ accounts }: { readonly accounts: readonly Account[] }) {
  const format = useFormat()
  const ready = accounts.filter(({ state }) => state === 'ready' || state === 'unchecked').length
  return (
    <Sentence
      words={{
        zh: '{all} 个账号，其中 {ready} 个可以发送，{not} 个不能。',
        en: '{all} {all|account|accounts}: {ready} can send, {not} cannot.',
      }}
      parts={{ all: format.count(accounts.length), ready: format.count(ready), not: format.count(accounts.length - ready) }}
    />
  )
}

function AccountList({ accounts }: { readonly accounts: readonly Account[] }) {
  const say = useSay()
  return channelNames
    .filter((name) => accounts.some(({ channel }) => channel === name))
    .map((name) => (
      <Section key={name} title={channelKinds[name].label}>
        <ul className="rg-channels-list">
          {accounts
            .filter(({ channel }) => channel === name)
            .map((account) => (
              <li key={account.id}>
                <div className="rg-channels-head">
                  <GoLink to={`/settings/channels/${account.id}`}>{account.name}</GoLink>
                  <Badge tone={accountStateWords[account.state].tone}>{say(accountStateWords[account.state].label)}</Badge>
                  {account.isDefault ? <Badge tone="teal">{say({ zh: '默认', en: 'Default' })}</Badge> : null}
                </div>
                <AccountLine account={account} />
              </li>
            ))}
        </ul>
      </Section>
    ))
}

/** Who carries it, and what stands in the way. */
function AccountLine({ account }: { readonly account: Account }) {
  const say = useSay()
  const format = useFormat()
  const vendor = vendorOf(account.channel, account.vendor)
  const trouble = account.state === 'stopped' ? account.stopped : account.state === 'failed' ? account.check?.words : null
  return (
    <p className="rg-channels-quiet">
      {vendor ? say(vendor.label) : account.vendor}
      {account.cost > 0 ? ` · ${say({ zh: '每条 {cost}', en: '{cost} each' }, { cost: format.money(account.cost) })}` : ''}
      {account.checkedAt ? ` · ${say({ zh: '{when}检查过', en: 'checked {when}' }, { when: format.relative(account.checkedAt) })}` : ''}
      {trouble ? <span className="rg-channels-trouble">{say(trouble)}</span> : null}
    </p>
  )
}

function ChooseVendor({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const kinds = channelNames.map((name) => channelKinds[name]).filter(({ vendors }) => vendors.length > 0)
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={say({ zh: '添加哪一种账号？', en: 'An account of which kind?' })}>
      {kinds.map(({ name, label, vendors }) => (
        <div key={name} className="rg-channels-choice">
          <h3>{say(label)}</h3>
          {vendors.map((vendor) => (
            <GoLink
              key={vendor.name}
              to="/settings/channels/new"
              search={{ channel: name, vendor: vendor.name }}
              className="rg-channels-vendor"
            >
              {say(vendor.label)}
            </GoLink>
          ))}
        </div>
      ))}
    </Modal>
  )
}
