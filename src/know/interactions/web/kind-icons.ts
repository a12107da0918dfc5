import {
  CommentOutlined,
  EditOutlined,
  EnvironmentOutlined,
  MailOutlined,
  PhoneOutlined,
  TeamOutlined,
  WechatOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import type { InteractionKind } from '../interaction-kinds.ts'

export const kindIcons: Record<InteractionKind['icon'], ComponentType> = {
  phone: PhoneOutlined,
  visit: EnvironmentOutlined,
  mail: MailOutlined,
  chat: CommentOutlined,
  wechat: WechatOutlined,
  meeting: TeamOutlined,
  other: EditOutlined,
}
