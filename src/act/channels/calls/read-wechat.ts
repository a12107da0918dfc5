import type { Heard } from '../heard.ts'
import type { FlatXml } from './read-xml.ts'

/** What somebody sent that is no text, said in a word. */
const others: Readonly<Record<string, string>> = {
  image: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  shortvideo: '[小视频]',
  location: '[位置]',
  link: '[链接]',
}

/** What counts as being in touch without a word: WeChat opens its window for answers by these too. */
const acts = new Set(['CLICK', 'SCAN'])

/** WeChat: “接收普通消息”, “接收事件推送”, “模板消息 事件推送”. @returns what of it concerns us */
export function readWechat(message: FlatXml): Heard[] {
  const { FromUserName: address = '', CreateTime = '', MsgType = '', MsgId, Event = '' } = message
  const at = new Date(Number(CreateTime) * 1_000)
  if (address === '' || !/^\d{1,12}$/.test(CreateTime)) return []
  const key = `${MsgType}:${MsgId ?? `${address}:${CreateTime}:${Event}`}`
  if (MsgType === 'text') return [{ kind: 'word', address, said: message['Content'] ?? '', at, key }]
  if (MsgType !== 'event') return MsgType in others ? [{ kind: 'word', address, said: others[MsgType] ?? '', at, key }] : []
  if (Event === 'subscribe') return [{ kind: 'followed', address, at, key }]
  if (Event === 'unsubscribe') return [{ kind: 'left', address, at, key }]
  if (Event === 'TEMPLATESENDJOBFINISH') return receipt(message, at)
  return acts.has(Event) ? [{ kind: 'act', address, at, key }] : []
}

function receipt(message: FlatXml, at: Date): Heard[] {
  const { MsgID: reference, Status: status = '' } = message
  if (!reference) return []
  return [{ kind: 'receipt', reference, delivered: status === 'success', code: status, said: status, at, key: `receipt:${reference}` }]
}

/** WeCom: “客户联系 事件格式”. Who they are is an external_userid; what employees write to the app is not ours. */
export function readWecom(message: FlatXml): Heard[] {
  const { Event, ChangeType = '', ExternalUserID: address = '', UserID: employee = '', CreateTime = '', WelcomeCode } = message
  if (Event !== 'change_external_contact' || address === '' || !/^\d{1,12}$/.test(CreateTime)) return []
  const at = new Date(Number(CreateTime) * 1_000)
  const key = `${ChangeType}:${address}:${employee}:${CreateTime}`
  if (ChangeType === 'add_external_contact' || ChangeType === 'add_half_external_contact')
    return [{ kind: 'followed', address, at, key, ...(employee ? { employee } : {}), ...(WelcomeCode ? { welcomeCode: WelcomeCode } : {}) }]
  // del_follow_user: the customer removed the employee; del_external_contact: the employee removed the customer.
  return ChangeType === 'del_follow_user' || ChangeType === 'del_external_contact' ? [{ kind: 'left', address, at, key }] : []
}
