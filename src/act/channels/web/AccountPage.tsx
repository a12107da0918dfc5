import { Alert, App, Button, Form, Input, Select, Typography } from 'antd'
import { isLoopback } from '../../../core/kit/loopback.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink, useGo, usePathValue } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { accountStateWords } from '../account-state.ts'
import {
  type Account,
  changeChannelAccount,
  checkChannelAccount,
  deleteChannelAccount,
  listChannelAccounts,
  testChannelAccount,
} from '../actions.ts'
import type { VendorRecord } from '../channel-kind.ts'
import { channelKinds, vendorOf } from '../channel-kinds.ts'
import { AccountForm } from './AccountForm.tsx'
import { RegisteredTexts } from './RegisteredTexts.tsx'
import './channels.css'

/** One account: whether it works, its settings, what its vendor calls, its texts, a test. */
export function AccountPage() {
  const id = usePathValue('id')
  const asked = useAsk(listChannelAccounts, {})
  const account = asked.data?.accounts.find((one) => one.id === id)
  const vendor = account && vendorOf(account.channel, account.vendor)
  return (
    <Page
      title={account?.name ?? { zh: '渠道账号', en: 'Account' }}
      back={{ to: '/settings/channels', label: { zh: '渠道', en: 'Channels' } }}
    >
      <Answered of={asked}>
        {() =>
          account && vendor ? (
            <Whole account={account} vendor={vendor} />
          ) : (
            <Empty
              title={{ zh: '没有这个账号', en: 'There is no such account' }}
              next={{ label: { zh: '看全部渠道', en: 'See all channels' }, to: '/settings/channels' }}
            />
          )
        }
      </Answered>
    </Page>
  )
}

type Props = { readonly account: Account; readonly vendor: VendorRecord }

function Whole({ account, vendor }: Props) {
  const say = useSay()
  const { message } = App.useApp()
  const save = useAct(changeChannelAccount)
  return (
    <>
      <Standing account={account} vendor={vendor} />
      <AccountForm
        key={JSON.stringify([account.settings, account.kept])}
        vendor={vendor}
        account={account}
        busy={save.isPending}
        error={save.error}
        onSave={(input) =>
          save.mutate(
            { id: account.id, ...input },
            { onSuccess: () => void message.success(say({ zh: '账号已保存', en: 'The account is saved' })) },
          )
        }
      />
      {vendor.registers ? <RegisteredTexts account={account} words={vendor.registers} /> : null}
      {account.callbackUrl && vendor.callback ? (
        <Callback account={account} steps={vendor.callback.steps} url={account.callbackUrl} />
      ) : null}
      <TestSend account={account} />
      <Remove account={account} />
    </>
  )
}

/** Whether it works, and what to do where it does not. */
function Standing({ account, vendor }: Props) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const check = useAct(checkChannelAccount)
  const mayCheck = useMayDo(checkChannelAccount)
  const said = check.data ?? account.check
  const state = accountStateWords[account.state]
  return (
    <Section
      title={{ zh: '能用吗？', en: 'Does it work?' }}
      note={
        vendor.checkSpeaks === true
          ? say({
              zh: '检查会真的发出一句“已接通”，所以只在您点时进行。',
              en: 'A check really says “connected”, so it is made only when you ask for it.',
            })
          : null
      }
      actions={
        mayCheck ? (
          <Button loading={check.isPending} onClick={() => check.mutate({ id: account.id })}>
            {say({ zh: '检查', en: 'Check' })}
          </Button>
        ) : null
      }
    >
      <p>
        <Badge tone={state.tone}>{say(state.label)}</Badge>{' '}
        <span className="rg-channels-quiet">
          {account.checkedAt
            ? say({ zh: '{when}检查', en: 'Checked {when}' }, { when: format.relative(account.checkedAt) })
            : say({ zh: '还没有检查过', en: 'Never checked' })}
        </span>
      </p>
      {account.stopped ? <Alert type="error" showIcon title={say(account.stopped)} className="rg-channels-alert" /> : null}
      {check.error ? <Alert type="error" showIcon role="alert" title={sayProblem(check.error)} className="rg-channels-alert" /> : null}
      {said ? (
        <div role="status">
          <Alert type={said.ok ? 'success' : 'warning'} showIcon title={say(said.words)} description={said.ok ? null : said.answer} />
        </div>
      ) : null}
    </Section>
  )
}

function Callback({ account, steps, url }: { readonly account: Account; readonly steps: readonly Words[]; readonly url: string }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Section
      title={{ zh: '让服务商把结果告诉我们', en: 'Let the vendor tell us what happens' }}
      note={
        account.lastCallAt
          ? say({ zh: '最近收到回调：{when}。', en: 'The last callback came {when}.' }, { when: format.relative(account.lastCallAt) })
          : say({
              zh: '还没有收到过回调。设好以后，送达、失败、客户回复和退订会自动记下。',
              en: 'None has come yet. Once it is set, deliveries, failures, replies and refusals are noted by themselves.',
            })
      }
    >
      {isLoopback(new URL(url).hostname) ? (
        <Alert
          type="warning"
          showIcon
          className="rg-channels-alert"
          title={say({
            zh: '这个地址只有本机打得开，服务商连不上。请先把环境变量 PUBLIC_URL 设为外网能打开的网址，重新启动后再来复制。',
            en: 'Only this machine can open this address, so the vendor cannot. Set the variable PUBLIC_URL to an address that the Internet reaches, start the program again, and copy it then.',
          })}
        />
      ) : null}
      <ol className="rg-channels-steps">
        {steps.map((step) => (
          <li key={step.zh}>{say(step)}</li>
        ))}
      </ol>
      <p>
        {say({ zh: '回调地址：', en: 'Callback address: ' })}
        <Typography.Text code copyable className="rg-channels-address">
          {url}
        </Typography.Text>
      </p>
      {account.channel === 'wecom' || account.channel === 'wechat' ? (
        <p className="rg-channels-quiet">
          {account.strangers > 0
            ? say(
                { zh: '{n} 位关注者还没有对上客户。', en: '{n} {n|follower is|followers are} no customer of ours yet.' },
                { n: format.count(account.strangers) },
              )
            : null}{' '}
          <GoLink to={`/settings/channels/${account.id}/followers`}>{say({ zh: '看全部关注者', en: 'See all followers' })}</GoLink>
        </p>
      ) : null}
    </Section>
  )
}

const receiverWords: Readonly<Record<string, Words>> = {
  sms: { zh: '手机号', en: 'Phone number' },
  wechat: { zh: '关注者的 openid', en: 'The follower’s openid' },
  wecom: { zh: '员工的企业微信账号', en: 'The employee’s account at WeCom' },
}

/** One real message to oneself. */
function TestSend({ account }: { readonly account: Account }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const run = useAct(testChannelAccount)
  const may = useMayDo(testChannelAccount)
  const kind = channelKinds[account.channel]
  if (!may) return null
  const receiver = receiverWords[account.channel]
  return (
    <Section
      title={{ zh: '给自己发一条测试', en: 'Send a test to yourself' }}
      note={say({ zh: '用已保存的设置真的发一条，可能计费。', en: 'Sends a real one with the saved settings; it may cost.' })}
    >
      <Form
        layout="vertical"
        className="rg-channels-form"
        requiredMark={false}
        onFinish={(typed: { to?: string; textId?: string }) => run.mutate({ id: account.id, ...typed })}
      >
        {receiver && kind.address !== null ? (
          <Form.Item
            name="to"
            label={say(receiver)}
            rules={[{ required: true, whitespace: true, message: say({ zh: '请填写', en: 'Fill this in' }) }]}
          >
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
        ) : null}
        {account.texts.length > 0 || account.channel === 'sms' ? (
          <Form.Item name="textId" label={say({ zh: '用哪条登记的文本', en: 'With which registered text' })}>
            <Select
              allowClear
              options={account.texts.map(({ id, code, text }) => ({ value: id, label: `${code} · ${text.slice(0, 40)}` }))}
              notFoundContent={say({ zh: '还没有登记文本', en: 'No text is registered yet' })}
            />
          </Form.Item>
        ) : null}
        {run.error ? <Alert type="error" showIcon role="alert" title={sayProblem(run.error)} className="rg-channels-alert" /> : null}
        {run.data ? (
          <div role="status">
            <Alert
              type={run.data.ok ? 'success' : 'warning'}
              showIcon
              title={say(run.data.words)}
              description={run.data.answer}
              className="rg-channels-alert"
            />
          </div>
        ) : null}
        <Button htmlType="submit" loading={run.isPending}>
          {say({ zh: '发送测试', en: 'Send the test' })}
        </Button>
      </Form>
    </Section>
  )
}

function Remove({ account }: { readonly account: Account }) {
  const say = useSay()
  const go = useGo()
  const confirm = useConfirm()
  const remove = useAct(deleteChannelAccount)
  const may = useMayDo(deleteChannelAccount)
  if (!may) return null
  const ask = () =>
    confirm({
      title: { zh: '删除这个账号？', en: 'Delete this account?' },
      content: { zh: '删除后它的密钥、登记的文本和事件订阅也没有了。', en: 'Its secrets, registered texts and subscriptions go with it.' },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({ id: account.id })
        go('/settings/channels')
      },
    })
  return (
    <Section title={{ zh: '删除这个账号', en: 'Delete this account' }}>
      <Button danger loading={remove.isPending} onClick={ask}>
        {say({ zh: '删除账号', en: 'Delete the account' })}
      </Button>
    </Section>
  )
}
