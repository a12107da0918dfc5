import { createHmac } from 'node:crypto'
import type { ChannelAccount, ChannelDriver, ChannelOutcome, ChannelTools, ChannelTrouble } from './channel.ts'
import { type Answered, isAnswered, postJson, textSetting } from './post-json.ts'
import { robotDriver } from './robot-driver.ts'
import { asMarkdown, type RobotText } from './robot-text.ts'

/** A custom robot in a DingTalk group, as 钉钉开放平台《自定义机器人接入》and《自定义机器人安全设置》say. */
export const dingtalkRobot: ChannelDriver = robotDriver(say)

async function say(account: ChannelAccount, said: RobotText, id: string, tools: ChannelTools): Promise<ChannelOutcome> {
  const address = signedAddress(account.settings, tools.clock())
  if (address === null) return { state: 'refused', reason: 'the robot’s address is none', cause: 'address' }
  const answer = await postJson(tools, address, JSON.stringify(bodyOf(said)))
  return isAnswered(answer) ? judge(answer, id) : answer
}

/** The signature is of `timestamp \n secret` under the secret, and stands in the address (加签). */
function signedAddress(settings: ChannelAccount['settings'], now: Date): string | null {
  const secret = textSetting(settings, 'secret')
  try {
    const url = new URL(textSetting(settings, 'address'))
    if (secret === '') return url.href
    const timestamp = String(now.getTime())
    url.searchParams.set('timestamp', timestamp)
    url.searchParams.set('sign', signDingtalk(timestamp, secret))
    return url.href
  } catch {
    return null
  }
}

export const signDingtalk = (timestamp: string, secret: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')

/** A card where there is an address to go to, Markdown where there is a title, else plain text. */
function bodyOf({ title, text, url, picture }: RobotText): object {
  if (url !== null) {
    const shown = `${title ? `### ${asMarkdown(title)}\n\n` : ''}${picture ? `![](${encodeURI(picture)})\n\n` : ''}${asMarkdown(text)}`
    return {
      msgtype: 'actionCard',
      actionCard: { title: title || text.slice(0, 30), text: shown, singleTitle: '查看 · Open', singleURL: url },
    }
  }
  if (title || picture) {
    const shown = `### ${asMarkdown(title)}\n\n${picture ? `![](${encodeURI(picture)})\n\n` : ''}${asMarkdown(text)}`
    return { msgtype: 'markdown', markdown: { title: title || text.slice(0, 30), text: shown } }
  }
  return { msgtype: 'text', text: { content: text } }
}

/** More than 20 a minute, and the robot is silenced for ten minutes. */
const silencedSeconds = 600

/** 钉钉开放平台《自定义机器人发送群消息》and《机器人错误码》. */
const troubles: Readonly<Record<number, { readonly state: 'refused' | 'later'; readonly cause: ChannelTrouble; readonly wait?: number }>> =
  {
    [-1]: { state: 'later', cause: 'busy' },
    130101: { state: 'later', cause: 'quota', wait: silencedSeconds },
    410100: { state: 'later', cause: 'quota', wait: silencedSeconds },
    // The day’s number of calls is used up.
    90030: { state: 'later', cause: 'quota', wait: 3_600 },
    // 加签、关键词或 IP 不符
    310000: { state: 'refused', cause: 'sign-in' },
    // The access_token in the address is none.
    300001: { state: 'refused', cause: 'sign-in' },
    300005: { state: 'refused', cause: 'sign-in' },
    400101: { state: 'refused', cause: 'sign-in' },
    // The group is dissolved, the robot is switched off, the robot is gone.
    400013: { state: 'later', cause: 'not-allowed' },
    400102: { state: 'later', cause: 'not-allowed' },
    400106: { state: 'later', cause: 'not-allowed' },
    // A kind of message, an address, a word, a picture that DingTalk does not take.
    400105: { state: 'refused', cause: 'content' },
    430101: { state: 'refused', cause: 'content' },
    430102: { state: 'refused', cause: 'content' },
    430103: { state: 'refused', cause: 'content' },
    430104: { state: 'refused', cause: 'content' },
  }

/** An error stands inside of a 200. */
function judge({ status, text, json, retryAfterSeconds }: Answered, id: string): ChannelOutcome {
  const code = json['errcode']
  if (status === 200 && code === 0) return { state: 'sent', reference: id }
  const reason = `${status} ${text.slice(0, 300)}`
  if (status === 429) return { state: 'later', reason, cause: 'quota', retryAfterSeconds: retryAfterSeconds ?? silencedSeconds }
  if (status >= 500) return { state: 'later', reason, cause: 'busy' }
  // Not in its own form: some proxy answered, and the robot may have spoken all the same.
  if (typeof code !== 'number') return { state: status === 200 ? 'unknown' : 'refused', reason, cause: 'other' }
  const { state, cause, wait } = troubles[code] ?? { state: 'refused', cause: 'other' }
  return { state, reason, cause, ...(wait === undefined ? {} : { retryAfterSeconds: wait }) }
}
