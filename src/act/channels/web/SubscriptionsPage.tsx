import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Drawer, Form, Input, Modal, Segmented, Select, Switch } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useAct, useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MoreButton } from '../../../ui/MoreButton.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, ErrorState, Loading } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { type DeliveryState, deliveryStates, deliveryStateWords, sayStandstill, subscriptionStateWords } from '../subscription.ts'
import {
  changeSubscription,
  createSubscription,
  deleteSubscription,
  listDeliveries,
  listSubscriptions,
  resendDeliveries,
} from '../subscription-actions.ts'
import { SaveBar } from './SaveBar.tsx'
import './channels.css'

type All = ReplyOf<typeof listSubscriptions>
type Subscription = All['subscriptions'][number]

/** Which of the firm's other systems are told of what, and whether it reached them. */
export function SubscriptionsPage() {
  const say = useSay()
  const asked = useAsk(listSubscriptions, {}, { every: 5_000 })
  const mayCreate = useMayDo(createSubscription)
  const [edited, setEdited] = useState<Subscription | 'new' | null>(null)
  const add = { label: { zh: '新建订阅', en: 'New subscription' }, onClick: () => setEdited('new') }
  const all = asked.data
  return (
    <Page
      title={{ zh: '哪些系统会收到事件？', en: 'Which systems are told of facts?' }}
      back={{ to: '/settings/channels', label: { zh: '渠道', en: 'Channels' } }}
      answer={all && all.subscriptions.length > 0 ? <Answer all={all} /> : null}
      actions={
        mayCreate && all && all.subscriptions.length > 0 ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={add.onClick}>
            {say(add.label)}
          </Button>
        ) : null
      }
    >
      <Answered of={asked}>
        {({ subscriptions, accounts }) =>
          accounts.length === 0 ? (
            <Empty
              title={{ zh: '先添加一个 Webhook 账号', en: 'Add a webhook account first' }}
              hint={{ zh: '事件会发到它的地址，用它的密钥签名。', en: 'Facts go to its address, signed with its secret.' }}
              next={{ label: { zh: '去添加', en: 'Add one' }, to: '/settings/channels' }}
            />
          ) : subscriptions.length === 0 ? (
            <Empty
              title={{ zh: '还没有订阅', en: 'No subscriptions yet' }}
              hint={{
                zh: '选好事件，比如“消费”“更新客户资料”，一发生就推送给您的 ERP、数据仓库或其他系统；对方停机，恢复后补齐。',
                en: 'Choose facts, such as a purchase or a changed customer; another system of yours is told as they happen, and gets all it missed when it was down.',
              }}
              {...(mayCreate ? { next: add } : {})}
            />
          ) : (
            <ul className="rg-channels-list">
              {subscriptions.map((one) => (
                <Line key={one.id} subscription={one} onEdit={() => setEdited(one)} />
              ))}
            </ul>
          )
        }
      </Answered>
      {edited && all ? <Editor all={all} edited={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Page>
  )
}

function Answer({ all }: { readonly all: All }) {
  const format = useFormat()
  const sum = (state: DeliveryState) => all.subscriptions.reduce((whole, { counts }) => whole + counts[state], 0)
  return (
    <Sentence
      words={{
        zh: '{all} 个订阅；近 90 天送达 {sent} 条，等待 {waiting} 条，没有送达 {failed} 条。',
        en: '{all} {all|subscription|subscriptions}; in 90 days {sent} delivered, {waiting} waiting, {failed} not delivered.',
      }}
      parts={{
        all: format.count(all.subscriptions.length),
        sent: format.count(sum('sent')),
        waiting: format.count(sum('waiting')),
        failed: format.count(sum('failed')),
      }}
    />
  )
}

function Line({ subscription, onEdit }: { readonly subscription: Subscription; readonly onEdit: () => void }) {
  const say = useSay()
  const format = useFormat()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const [remove, resend] = [useAct(deleteSubscription), useAct(resendDeliveries)]
  const mayChange = useMayDo(changeSubscription)
  const [shown, setShown] = useState(false)
  const { id, name, accountName, kinds, state, actsAs, counts, lookAt, said } = subscription
  const { label, tone } = subscriptionStateWords[state]
  const lost = counts.failed + counts.withheld
  const standstill = said === null ? null : sayStandstill(said)
  const ask = () =>
    confirm({
      title: say({ zh: '删除“{name}”？', en: 'Delete “{name}”?' }, { name }),
      content: { zh: '删除后不再推送，推送记录也一并删除。', en: 'Nothing more is told, and its deliveries are deleted too.' },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => void (await remove.mutateAsync({ id })),
    })
  return (
    <li>
      <div className="rg-channels-head">
        <strong>{name}</strong>
        <Badge tone={tone}>{say(label)}</Badge>
        {mayChange ? (
          <span className="rg-channels-buttons">
            {lost > 0 ? (
              <Button
                size="small"
                loading={resend.isPending}
                onClick={() =>
                  resend.mutate(
                    { id },
                    {
                      onSuccess: ({ again }) =>
                        void message.success(say({ zh: '{n} 条重新推送', en: '{n} will be delivered again' }, { n: again })),
                    },
                  )
                }
              >
                {say({ zh: '重新推送', en: 'Deliver again' })}
              </Button>
            ) : null}
            <Button size="small" onClick={onEdit} aria-label={say({ zh: '修改“{name}”', en: 'Change “{name}”' }, { name })}>
              {say({ zh: '修改', en: 'Change' })}
            </Button>
            <Button
              size="small"
              danger
              loading={remove.isPending}
              aria-label={say({ zh: '删除“{name}”', en: 'Delete “{name}”' }, { name })}
              onClick={ask}
            >
              {say({ zh: '删除', en: 'Delete' })}
            </Button>
          </span>
        ) : null}
      </div>
      <p className="rg-channels-quiet">
        {say({ zh: '推送到 {account}', en: 'To {account}' }, { account: accountName })}
        {actsAs ? ` · ${say({ zh: '按{name}的权限', en: 'with the rights of {name}' }, { name: actsAs })}` : ''} ·{' '}
        {kinds.map(({ label: kind }) => say(kind)).join(say({ zh: '、', en: ', ' }))}
      </p>
      <button type="button" className="rg-link" onClick={() => setShown(true)}>
        {deliveryStates
          .filter((one) => counts[one] > 0 || one === 'sent')
          .map((one) => `${say(deliveryStateWords[one].label)} ${format.count(counts[one])}`)
          .join(' · ')}
      </button>
      {said ? (
        <p className="rg-channels-trouble">
          {standstill ? say(standstill) : said}
          {lookAt ? say({ zh: ' · {at} 再试', en: ' · tried again {at}' }, { at: format.dateTime(lookAt) }) : ''}
        </p>
      ) : null}
      <Drawer
        open={shown}
        onClose={() => setShown(false)}
        size={640}
        destroyOnHidden
        title={say({ zh: '“{name}”的推送记录', en: 'Deliveries of “{name}”' }, { name })}
      >
        <Deliveries id={id} />
      </Drawer>
    </li>
  )
}

const filters: readonly { readonly value: DeliveryState | 'all'; readonly label: Words }[] = [
  { value: 'all', label: { zh: '全部', en: 'All' } },
  ...deliveryStates.map((value) => ({ value, label: deliveryStateWords[value].label })),
]

function Deliveries({ id }: { readonly id: string }) {
  const say = useSay()
  const format = useFormat()
  const [state, setState] = useState<DeliveryState | 'all'>('all')
  const asked = useAskMore(listDeliveries, (after: string | undefined) => ({
    id,
    ...(state === 'all' ? {} : { state }),
    ...(after ? { after } : {}),
  }))
  const rows = asked.data?.pages.flatMap((page) => page.rows)
  return (
    <>
      <Segmented
        aria-label={say({ zh: '状态', en: 'State' })}
        value={state}
        onChange={setState}
        options={filters.map(({ value, label }) => ({ value, label: say(label) }))}
      />
      {rows ? null : asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={6} />}
      {rows?.length === 0 ? <Empty small title={{ zh: '没有这样的推送', en: 'No such deliveries' }} /> : null}
      <ul className="rg-channels-list">
        {rows?.map((row) => (
          <li key={row.id}>
            <div className="rg-channels-head">
              <strong>{say(row.label)}</strong>
              <CustomerLink id={row.customerId} name={row.customerName} />
              <Badge tone={deliveryStateWords[row.state].tone}>{say(deliveryStateWords[row.state].label)}</Badge>
            </div>
            <p className="rg-channels-quiet">
              {row.sentAt
                ? say({ zh: '{at} 送达', en: 'delivered {at}' }, { at: format.dateTime(row.sentAt) })
                : say({ zh: '{at} 发生', en: 'since {at}' }, { at: format.dateTime(row.createdAt) })}
              {row.said ? ` · ${row.said}` : ''}
            </p>
          </li>
        ))}
      </ul>
      <MoreButton of={asked} />
    </>
  )
}

type Typed = { readonly name: string; readonly accountId: string; readonly kinds: string[]; readonly isOn: boolean }

function Editor({ all, edited, onClose }: { readonly all: All; readonly edited: Subscription | null; readonly onClose: () => void }) {
  const say = useSay()
  const [create, change] = [useAct(createSubscription), useAct(changeSubscription)]
  const needed = [{ required: true, message: say({ zh: '请填写', en: 'Fill this in' }) }]
  const save = (typed: Typed) =>
    edited ? change.mutate({ id: edited.id, ...typed }, { onSuccess: onClose }) : create.mutate(typed, { onSuccess: onClose })
  const initial = edited
    ? { name: edited.name, accountId: edited.accountId, kinds: edited.kinds.map((kind) => kind.name), isOn: edited.state === 'on' }
    : { name: '', accountId: all.accounts[0]?.id, kinds: [], isOn: true }
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      title={say(edited ? { zh: '修改订阅', en: 'Change the subscription' } : { zh: '新建订阅', en: 'New subscription' })}
    >
      <Form layout="vertical" requiredMark={false} initialValues={initial} onFinish={save}>
        <Form.Item name="name" label={say({ zh: '名称', en: 'Name' })} rules={needed}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="accountId" label={say({ zh: '推送到', en: 'To' })} rules={needed}>
          <Select options={all.accounts.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item
          name="kinds"
          label={say({ zh: '事件', en: 'Facts' })}
          rules={needed}
          extra={say({
            zh: '从现在起发生的才推送。只推送您有权导出的客户；以后谁改了订阅，就按谁的权限。',
            en: 'What happens from now on. Only of customers whom you may export; whoever changes it later gives it their rights.',
          })}
        >
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={all.kinds.map(({ name, label }) => ({ value: name, label: `${say(label)}（${name}）` }))}
          />
        </Form.Item>
        <Form.Item name="isOn" label={say({ zh: '推送', en: 'On' })} valuePropName="checked">
          <Switch />
        </Form.Item>
        <SaveBar error={create.error ?? change.error} busy={create.isPending || change.isPending} />
      </Form>
    </Modal>
  )
}
