import { Alert, App, Button } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { endAccess, type readAuditState, settleAlarm } from '../audit.ts'

type Alarm = ReplyOf<typeof readAuditState>['alarms'][number]
type Props = { readonly alarms: readonly Alarm[]; readonly onShow: (actor: string) => void }

/** Who reads far more than they are used to, and the one act that shuts them out. */
export function AuditAlarms({ alarms, onShow }: Props) {
  if (alarms.length === 0) return null
  return (
    <div className="rg-audit-alarms">
      {alarms.map((alarm) => (
        <OneAlarm key={alarm.id} alarm={alarm} onShow={onShow} />
      ))}
    </div>
  )
}

function OneAlarm({ alarm, onShow }: { readonly alarm: Alarm; readonly onShow: (actor: string) => void }) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const end = useAct(endAccess)
  const settle = useAct(settleAlarm)
  const shutOut = () =>
    confirm({
      title: say({ zh: '结束 {name} 的全部登录和密钥？', en: 'End all sessions and keys of {name}?' }, { name: alarm.actorName }),
      content: {
        zh: '所有设备立即退出，其建立的 API 密钥全部吊销，不能恢复。资料不受影响。若不放心，请再到“组织架构”里停用账号。',
        en: 'Signed out everywhere at once; the API keys that they made stop for good. No data is touched. If in doubt, disable the account under People and departments as well.',
      },
      ok: { zh: '立即结束', en: 'End them now' },
      cancel: { zh: '先不', en: 'Not now' },
      danger: true,
      run: async () =>
        say(
          { zh: '已结束 {sessions} 处登录、{keys} 个密钥', en: 'Ended {sessions} {sessions|session|sessions} and {keys} {keys|key|keys}' },
          await end.mutateAsync({ actor: alarm.actor }),
        ),
    })
  return (
    <Alert
      type="error"
      showIcon
      title={
        <Sentence
          words={{
            zh: '{who} 一小时内查看了 {n} 条客户资料，平时每小时约 {usual} 条。',
            en: '{who} read {n} records within an hour; about {usual} an hour are usual.',
          }}
          parts={{ who: alarm.actorName, n: format.count(alarm.records), usual: format.count(alarm.usual) }}
        />
      }
      description={
        <>
          {say(
            { zh: '始于 {when}，来自 {from}。', en: 'Since {when}, from {from}.' },
            { when: format.dateTime(alarm.raisedAt), from: alarm.addresses.join(', ') || '—' },
          )}
          <div className="rg-audit-alarm-acts">
            <Button danger type="primary" onClick={shutOut} loading={end.isPending}>
              {say({ zh: '结束其全部登录和密钥', en: 'End all sessions and keys' })}
            </Button>
            <Button onClick={() => onShow(alarm.actor)}>{say({ zh: '看看查看了什么', en: 'See what was read' })}</Button>
            <Button
              loading={settle.isPending}
              onClick={() => settle.mutate({ id: alarm.id }, { onError: (error) => void message.error(sayProblem(error)) })}
            >
              {say({ zh: '是本人，没有问题', en: 'It was in order' })}
            </Button>
          </div>
        </>
      }
    />
  )
}
