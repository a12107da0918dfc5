import { Alert, App, Button, Form, Input, InputNumber, Modal, Radio, Switch } from 'antd'
import { useState } from 'react'
import type { InputOf, ReplyOf } from '../../../core/action/action.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import {
  type MailSending,
  readMailSetup,
  removeDkim,
  removeMailInbox,
  saveDkim,
  saveMailInbox,
  saveMailSending,
  testMailInbox,
} from '../mail-setup.ts'
import { ToCopy } from '../../../ui/ToCopy.tsx'
import { SaveBar } from './SaveBar.tsx'

type Setup = ReplyOf<typeof readMailSetup>

/** How mail leaves beside the server itself, its signature, and the inbox that answers are read from. */
export function MailSetup() {
  const asked = useAsk(readMailSetup, {})
  return (
    <Answered of={asked}>
      {(setup) => (
        <>
          <HowMailLeaves key={`sending ${JSON.stringify(setup.sending)}`} sending={setup.sending} />
          <Signature key={`dkim ${JSON.stringify([setup.dkim, setup.domain])}`} setup={setup} />
          <Inbox key={`inbox ${JSON.stringify(setup.inbox)}`} inbox={setup.inbox} />
        </>
      )}
    </Answered>
  )
}

function HowMailLeaves({ sending }: { readonly sending: MailSending }) {
  const say = useSay()
  const { message } = App.useApp()
  const save = useAct(saveMailSending)
  const done = () => void message.success(say({ zh: '发信方式已保存', en: 'How mail leaves is saved' }))
  return (
    <Section title={{ zh: '怎么发', en: 'How mail leaves' }}>
      <Form
        name="mail-sending"
        className="rg-settings-form"
        layout="vertical"
        requiredMark={false}
        initialValues={sending}
        onFinish={(input: MailSending) =>
          save.mutate(
            { ...input, replyTo: input.replyTo ?? '', bounceTo: input.bounceTo ?? '', perSecond: input.perSecond ?? null },
            { onSuccess: done },
          )
        }
      >
        <Form.Item
          name="delivery"
          label={say({ zh: '没等到服务器答复的邮件', en: 'A mail to which the server gave no answer' })}
          extra={say({
            zh: '断线时谁也不知道它到了没有。',
            en: 'When the connection breaks, nobody knows whether it arrived.',
          })}
        >
          <Radio.Group className="rg-security-profiles">
            <Radio value="at-most-once">
              {say({
                zh: '不重发，标为“结果不明”，由人决定（最多一封）',
                en: 'Is not sent again; it is marked as in doubt, and a person decides (one at most)',
              })}
            </Radio>
            <Radio value="at-least-once">
              {say({
                zh: '用同一个邮件编号再发（至少一封，可能收到两封）',
                en: 'Is sent again under the same Message-ID (one at least, perhaps two)',
              })}
            </Radio>
          </Radio.Group>
        </Form.Item>
        <div className="rg-settings-row">
          <Form.Item name="perSecond" label={say({ zh: '每秒最多几封', en: 'Mails a second, at most' })}>
            <InputNumber min={0.1} max={10_000} placeholder={say({ zh: '不限', en: 'No limit' })} />
          </Form.Item>
          <Form.Item name="connections" label={say({ zh: '同时几个连接', en: 'Connections at once' })} rules={[{ required: true }]}>
            <InputNumber min={1} max={50} precision={0} />
          </Form.Item>
        </div>
        <Form.Item name="replyTo" label={say({ zh: '回复地址', en: 'Answers go to' })} rules={[{ type: 'email' }]}>
          <Input maxLength={320} placeholder={say({ zh: '不填则回到发件人', en: 'The sender, where left empty' })} />
        </Form.Item>
        <Form.Item
          name="bounceTo"
          label={say({ zh: '退信地址', en: 'Bounces go to' })}
          rules={[{ type: 'email' }]}
          extra={say({
            zh: '每封邮件用“名称+编号@”作退信地址，一封不漏地对上号。邮箱须支持加号地址；许多国内邮箱要求与发件人一致，那就留空。',
            en: 'Each mail gets an address of its own, name+number@, so that no bounce is lost. The mailbox must take plus addresses; leave it empty where your provider wants the sender’s own.',
          })}
        >
          <Input maxLength={320} placeholder="bounces@example.com" />
        </Form.Item>
        <SaveBar error={save.error} busy={save.isPending} />
      </Form>
    </Section>
  )
}

function Signature({ setup: { dkim, domain } }: { readonly setup: Setup }) {
  const say = useSay()
  const { message } = App.useApp()
  const save = useAct(saveDkim)
  const remove = useAct(removeDkim)
  const initial = { domain: dkim?.domain ?? domain ?? '', selector: dkim?.selector ?? 'regulars', privateKey: '' }
  const submit = ({ privateKey, ...rest }: InputOf<typeof saveDkim>) =>
    save.mutate(
      { ...rest, ...(privateKey ? { privateKey } : {}) },
      { onSuccess: () => void message.success(say({ zh: '签名已启用，请添加 DNS 记录', en: 'Mails are signed now; set the DNS record' })) },
    )
  return (
    <Section
      title={{ zh: 'DKIM 签名', en: 'DKIM signature' }}
      note={say({
        zh: '签名证明邮件确实来自您的域名，更少进垃圾箱。发信服务商已替您签名的，不必再设。',
        en: 'It proves that mails come from your domain, and keeps them out of spam. Not needed where your provider signs them.',
      })}
    >
      {dkim ? (
        <dl className="rg-mail-record">
          <dt>{say({ zh: '在域名的 DNS 里添加 TXT 记录', en: 'Set this TXT record in the domain’s DNS' })}</dt>
          <dd>
            <ToCopy label={say({ zh: '主机记录', en: 'Name' })} value={dkim.recordName} />
            <ToCopy label={say({ zh: '记录值', en: 'Value' })} value={dkim.recordValue} />
          </dd>
        </dl>
      ) : null}
      <Form name="mail-dkim" className="rg-settings-form" layout="vertical" requiredMark={false} initialValues={initial} onFinish={submit}>
        <div className="rg-settings-row">
          <Form.Item name="domain" label={say({ zh: '域名', en: 'Domain' })} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={253} placeholder="example.com" autoComplete="off" />
          </Form.Item>
          <Form.Item name="selector" label={say({ zh: '选择器', en: 'Selector' })} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={63} autoComplete="off" />
          </Form.Item>
        </div>
        <Form.Item
          name="privateKey"
          label={say({ zh: '已有的私钥（可不填）', en: 'A private key you have (may be left empty)' })}
          extra={say({
            zh: '不填则由系统生成。加密保存，不会再显示。',
            en: 'One is made where it is empty. Kept encrypted and never shown.',
          })}
        >
          <Input.TextArea rows={3} maxLength={20_000} placeholder="PEM" autoComplete="off" spellCheck={false} />
        </Form.Item>
        <SaveBar error={save.error} busy={save.isPending} />
        {dkim ? (
          <Button style={{ marginInlineStart: 8 }} loading={remove.isPending} onClick={() => remove.mutate({})}>
            {say({ zh: '停用签名', en: 'Stop signing' })}
          </Button>
        ) : null}
      </Form>
    </Section>
  )
}

type InboxInput = InputOf<typeof saveMailInbox>

function Inbox({ inbox }: { readonly inbox: Setup['inbox'] }) {
  const say = useSay()
  const { message } = App.useApp()
  const save = useAct(saveMailInbox)
  const submit = ({ password, ...rest }: InboxInput) =>
    save.mutate(
      { ...rest, ...(password ? { password } : {}) },
      { onSuccess: () => void message.success(say({ zh: '收信邮箱已保存，请测试一下', en: 'The inbox is saved; now try it' })) },
    )
  return (
    <Section
      title={{ zh: '收信邮箱（IMAP）', en: 'Inbox (IMAP)' }}
      note={say({
        zh: '读取退信、客户的回复和退订要求：邮箱能即时通知的几秒内就到，不能的每分钟一次。只看，不删除，也不标为已读。',
        en: 'Bounces, answers and wishes to get no more are read within seconds where the mailbox can tell at once, else every minute. Nothing is deleted there or marked as read.',
      })}
    >
      <Form
        name="mail-inbox"
        className="rg-settings-form"
        layout="vertical"
        requiredMark={false}
        initialValues={inbox ?? { port: 993, secure: true, folder: 'INBOX' }}
        onFinish={submit}
      >
        <InboxFields isSet={inbox !== null} />
        <SaveBar error={save.error} busy={save.isPending} />
      </Form>
      {inbox ? <TryInbox /> : null}
    </Section>
  )
}

function InboxFields({ isSet }: { readonly isSet: boolean }) {
  const say = useSay()
  return (
    <>
      <div className="rg-settings-row">
        <Form.Item name="host" label={say({ zh: '收信服务器', en: 'IMAP server' })} rules={[{ required: true, whitespace: true }]}>
          <Input placeholder="imap.example.com" maxLength={253} autoComplete="off" />
        </Form.Item>
        <Form.Item name="port" label={say({ zh: '收信端口', en: 'IMAP port' })} rules={[{ required: true }]}>
          <InputNumber min={1} max={65_535} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="secure" valuePropName="checked" label={say({ zh: 'TLS 直连（993 端口）', en: 'Direct TLS (port 993)' })}>
        <Switch />
      </Form.Item>
      <div className="rg-settings-row">
        <Form.Item name="user" label={say({ zh: '收信用户名', en: 'IMAP user' })} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={320} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="password"
          label={say({ zh: '收信密码或授权码', en: 'IMAP password or app password' })}
          extra={isSet ? say({ zh: '已保存。不填则保留原来的。', en: 'One is kept. Leave empty to keep it.' }) : null}
        >
          <Input.Password autoComplete="new-password" maxLength={1_000} />
        </Form.Item>
      </div>
      <Form.Item name="folder" label={say({ zh: '文件夹', en: 'Folder' })} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  )
}

function TryInbox() {
  const say = useSay()
  const sayProblem = useSayProblem()
  const run = useAct(testMailInbox)
  const remove = useAct(removeMailInbox)
  const [isAsking, setAsking] = useState(false)
  return (
    <div className="rg-mail-try">
      {run.error ? <Alert type="error" showIcon role="alert" title={sayProblem(run.error)} /> : null}
      {run.data ? (
        <Alert
          role="status"
          type={run.data.opened ? 'success' : 'warning'}
          showIcon
          title={say(run.data.words)}
          description={run.data.answer}
        />
      ) : null}
      <div className="rg-settings-row">
        <Button loading={run.isPending} onClick={() => run.mutate({})}>
          {say({ zh: '测试收信', en: 'Try the inbox' })}
        </Button>
        <Button onClick={() => setAsking(true)}>{say({ zh: '停止收信…', en: 'Stop reading it…' })}</Button>
      </div>
      <Modal
        open={isAsking}
        title={say({ zh: '停止读取这个邮箱？', en: 'Stop reading this inbox?' })}
        okText={say({ zh: '停止', en: 'Stop' })}
        cancelText={say({ zh: '取消', en: 'Cancel' })}
        confirmLoading={remove.isPending}
        onOk={() => remove.mutate({}, { onSuccess: () => setAsking(false) })}
        onCancel={() => setAsking(false)}
      >
        {say({
          zh: '退信和回复不再读取。已读到的保留。',
          en: 'Bounces and answers are read no more. What was read stays.',
        })}
      </Modal>
    </div>
  )
}
