import { createHmac } from 'node:crypto'
import type { ChannelAccount, ChannelDriver, ChannelOutcome, ChannelTools, ChannelTrouble } from './channel.ts'
import { type Answered, isAnswered, postJson, textSetting } from './post-json.ts'
import { robotDriver } from './robot-driver.ts'
import { asMarkdown, type RobotText } from './robot-text.ts'

/** A custom robot in a Feishu group, as 飞书开放平台《自定义机器人使用指南》says. */
export const feishuRobot: ChannelDriver = robotDriver(say)

async function say({ settings }: ChannelAccount, said: RobotText, id: string, tools: ChannelTools): Promise<ChannelOutcome> {
  const secret = textSetting(settings, 'secret')
  const timestamp = String(Math.floor(tools.clock().getTime() / 1_000))
  const signed = secret === '' ? {} : { timestamp, sign: signFeishu(timestamp, secret) }
  const answer = await postJson(tools, textSetting(settings, 'address'), JSON.stringify({ ...signed, ...bodyOf(said) }))
  return isAnswered(answer) ? judge(answer, id) : answer
}

/** Unlike DingTalk's: `timestamp \n secret` is the key, and what is signed is empty. */
export const signFeishu = (timestamp: string, secret: string): string =>
  createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')

/** A card where there is a title or an address, else plain text. `<at …>` in a text would call people. */
function bodyOf({ title, text, url }: RobotText): object {
  if (url === null && title === '') return { msg_type: 'text', content: { text: text.replaceAll('<', '＜') } }
  const button = {
    tag: 'action',
    actions: [{ tag: 'button', text: { tag: 'plain_text', content: '查看 · Open' }, url: url ?? '', type: 'primary' }],
  }
  return {
    msg_type: 'interactive',
    card: {
      ...(title ? { header: { title: { tag: 'plain_text', content: title } } } : {}),
      elements: [{ tag: 'div', text: { tag: 'lark_md', content: asMarkdown(text) } }, ...(url === null ? [] : [button])],
    },
  }
}

/** 100 a minute, five a second. */
const pauseSeconds = 60

const troubles: Readonly<Record<number, { readonly state: 'refused' | 'later'; readonly cause: ChannelTrouble; readonly wait?: number }>> =
  {
    9499: { state: 'refused', cause: 'content' },
    11232: { state: 'later', cause: 'quota', wait: pauseSeconds },
    // The address is none (any more); the signature or our clock is wrong.
    19001: { state: 'refused', cause: 'sign-in' },
    19021: { state: 'refused', cause: 'sign-in' },
    // The address from which we ask is not on the robot’s list.
    19022: { state: 'later', cause: 'not-allowed' },
    // None of the robot’s keywords stands in it.
    19024: { state: 'refused', cause: 'content' },
  }

/** An error stands inside of a 200; older robots call it StatusCode. */
function judge({ status, text, json, retryAfterSeconds }: Answered, id: string): ChannelOutcome {
  const code = json['code'] ?? json['StatusCode']
  if (status === 200 && code === 0) return { state: 'sent', reference: id }
  const reason = `${status} ${text.slice(0, 300)}`
  if (status === 429) return { state: 'later', reason, cause: 'quota', retryAfterSeconds: retryAfterSeconds ?? pauseSeconds }
  if (status >= 500) return { state: 'later', reason, cause: 'busy' }
  if (typeof code !== 'number') return { state: status === 200 ? 'unknown' : 'refused', reason, cause: 'other' }
  const { state, cause, wait } = troubles[code] ?? { state: 'refused', cause: 'other' }
  return { state, reason, cause, ...(wait === undefined ? {} : { retryAfterSeconds: wait }) }
}
