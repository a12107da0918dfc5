import type { ChannelDriver } from './channel.ts'
import { dingtalkRobot } from './dingtalk-robot.ts'
import { feishuRobot } from './feishu-robot.ts'
import { webhook } from './webhook.ts'

/** How each vendor is spoken to. A new vendor is one file and one entry here. */
export const channelDrivers: Readonly<Record<string, ChannelDriver>> = {
  'dingtalk-robot': dingtalkRobot,
  'feishu-robot': feishuRobot,
  webhook,
}
