import { aliyunSms } from './aliyun-sms.ts'
import type { ChannelDriver } from './channel.ts'
import { dingtalkRobot } from './dingtalk-robot.ts'
import { feishuRobot } from './feishu-robot.ts'
import { tencentSms } from './tencent-sms.ts'
import { webhook } from './webhook.ts'
import { wechatService } from './wechat-service.ts'
import { wecom } from './wecom.ts'

/** How each vendor is spoken to. A new vendor is one file and one entry here. */
export const channelDrivers: Readonly<Record<string, ChannelDriver>> = {
  'aliyun-sms': aliyunSms,
  'tencent-sms': tencentSms,
  wecom,
  'wechat-service': wechatService,
  'dingtalk-robot': dingtalkRobot,
  'feishu-robot': feishuRobot,
  webhook,
}
