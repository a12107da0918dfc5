import { Alert, App, Button, Form, Select, Switch } from 'antd'
import type { ReplyOf } from '../../../../core/action/action.ts'
import { isListed, outgoingDoors, readHost } from '../../../../core/kit/outgoing-doors.ts'
import { useAct, useAsk } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Page.tsx'
import { Badge } from '../../../../ui/Reason.tsx'
import { Answered, Empty } from '../../../../ui/States.tsx'
import { type OutgoingSettings, readOutgoing, saveOutgoing } from '../../outgoing.ts'
import { SaveBar } from '../SaveBar.tsx'
import '../account/account.css'

type Outgoing = ReplyOf<typeof readOutgoing>

/** Which other machines the program may connect to. */
export function OutgoingList() {
  const say = useSay()
  const asked = useAsk(readOutgoing, {})
  return (
    <Section
      title={{ zh: '允许连接的外部地址', en: 'Addresses that may be reached' }}
      note={say({
        zh: '程序只会主动连接您设置过的服务：发信服务器、渠道、单点登录等。打开后，清单以外的地址一律不连接，账号被人改动也不会把数据送到别处。',
        en: 'The program connects only to services that were set up: mail server, channels, single sign-on and the like. With this on, nothing outside the list is connected to, so that not even an account that somebody changed sends data elsewhere.',
      })}
    >
      <Answered of={asked} rows={4}>
        {(outgoing) => <OutgoingForm key={JSON.stringify([outgoing.enabled, outgoing.hosts])} of={outgoing} />}
      </Answered>
    </Section>
  )
}

function OutgoingForm({ of: { enabled, hosts, reaches } }: { readonly of: Outgoing }) {
  const say = useSay()
  const { message } = App.useApp()
  const [form] = Form.useForm<OutgoingSettings>()
  const save = useAct(saveOutgoing)
  const isOn = Form.useWatch('enabled', form) ?? enabled
  const listed = Form.useWatch('hosts', form) ?? hosts
  const inUse = [...new Set(reaches.map(({ host }) => host))]
  const missing = inUse.filter(
    (host) =>
      !isListed(
        listed.map((one) => readHost(one) ?? one),
        host,
      ),
  )
  const addMissing = () => form.setFieldValue('hosts', [...listed, ...missing])
  const done = () => void message.success(say({ zh: '允许连接的外部地址已保存', en: 'Which addresses may be reached is saved' }))
  return (
    <Form
      form={form}
      name="outgoing"
      className="rg-security-form"
      layout="vertical"
      requiredMark={false}
      initialValues={{ enabled, hosts }}
      onFinish={(input: OutgoingSettings) => save.mutate(input, { onSuccess: done })}
    >
      <Form.Item name="enabled" valuePropName="checked" label={say({ zh: '只连接清单里的地址', en: 'Connect to listed addresses only' })}>
        <Switch onChange={(on) => on && listed.length === 0 && addMissing()} />
      </Form.Item>
      <Form.Item
        name="hosts"
        label={say({ zh: '清单', en: 'The list' })}
        extra={say({
          zh: '如 smtp.example.com；*.example.com 指它下面的所有地址。第一次打开时，会先填入正在使用的地址。',
          en: 'Such as smtp.example.com; *.example.com means everything below it. Switched on for the first time, it begins with what is in use.',
        })}
        rules={[
          {
            validator: async (_, typed: string[] = []) => {
              const wrong = typed.find((one) => readHost(one) === null)
              if (wrong !== undefined) throw new Error(say({ zh: '“{wrong}”不是地址', en: '“{wrong}” is no address' }, { wrong }))
            },
          },
        ]}
      >
        <Select mode="tags" tokenSeparators={[',', ' ', '，', '\n']} placeholder="smtp.example.com" open={false} suffixIcon={null} />
      </Form.Item>
      {isOn && missing.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="rg-notice"
          title={say(
            { zh: '保存后不再连接：{hosts}', en: 'Once saved, not connected to any more: {hosts}' },
            { hosts: missing.join(', ') },
          )}
          action={
            <Button size="small" onClick={addMissing}>
              {say({ zh: '都加进清单', en: 'Add them all' })}
            </Button>
          }
        />
      ) : null}
      <SaveBar error={save.error} busy={save.isPending} />
      <h3 className="rg-outgoing-title">{say({ zh: '正在使用的地址', en: 'Addresses in use' })}</h3>
      {reaches.length === 0 ? (
        <Empty small title={{ zh: '还没有设置任何外部服务', en: 'No service outside is set up yet' }} />
      ) : (
        <ul className="rg-account-list">
          {reaches.map(({ door, name, host }) => (
            <li key={`${door} ${name} ${host}`} className="rg-account-line">
              <span>
                <strong>{host}</strong>
                <span className="rg-settings-quiet rg-account-more">
                  {say(outgoingDoors[door])}
                  {name === '' ? '' : ` · ${name}`}
                </span>
              </span>
              {isOn ? (
                missing.includes(host) ? (
                  <Badge tone="attention">{say({ zh: '不在清单里', en: 'Not listed' })}</Badge>
                ) : (
                  <Badge tone="good">{say({ zh: '在清单里', en: 'Listed' })}</Badge>
                )
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Form>
  )
}
