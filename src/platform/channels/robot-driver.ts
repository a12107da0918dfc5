import type { ChannelAccount, ChannelDriver, ChannelOutcome, ChannelTools } from './channel.ts'
import { textSetting } from './post-json.ts'
import { type RobotText, robotText } from './robot-text.ts'

type Say = (account: ChannelAccount, said: RobotText, id: string, tools: ChannelTools) => Promise<ChannelOutcome>

/** A custom robot in a group, which is spoken to at an address of its own. */
export const robotDriver = (say: Say): ChannelDriver => ({
  addressOf: (settings) => textSetting(settings, 'address'),
  send: async (account, message, tools) => {
    const said = robotText(message.content)
    if (!said) return { state: 'refused', reason: 'a robot says texts only', cause: 'content' }
    return say(account, said, message.id, tools)
  },
  check: (account, tools) =>
    say(account, { title: '', text: 'Regulars 常客：机器人已接通 · connected', url: null, picture: null }, tools.newId(), tools),
})
