import { unlistedWords } from '../../../core/kit/outgoing-doors.ts'
import type { CheckWords } from './check-words.ts'

/** What the doctor says of what goes out and comes in: mail, channels, the inbox of files. */
export const sendingWords = {
  mail: {
    label: { zh: '发信服务器', en: 'Mail server' },
    says: {
      fine: { zh: '{host} 可以连接', en: '{host} can be reached' },
      none: { zh: '还没有设置。要发邮件，请到“设置 → 发信”填写。', en: 'Not set. To send mails, fill it in under Settings → Mail.' },
      unreachable: {
        zh: '连不上 {host}:{port}（{reason}）。请检查地址和网络，或联系邮件服务商。',
        en: '{host}:{port} cannot be reached ({reason}). Check the address and the network, or ask the provider.',
      },
      stopped: {
        zh: '{host} 能连上，但没有让本店发信，发送已停下（多半是密码或授权码变了）。请到“设置 → 发信”发一封测试邮件，会说明原因。',
        en: '{host} answers but does not let us send, so sending stands still (mostly the password changed). Send a test under Settings → Mail; it says why.',
      },
      unlisted: unlistedWords,
    },
  },
  sender: {
    label: { zh: '发信域名', en: 'Sender’s domain' },
    says: {
      fine: { zh: '{domain} 的 SPF、DKIM、DMARC 记录都在', en: 'SPF, DKIM and DMARC records of {domain} are there' },
      none: { zh: '还没有用自己的域名发信', en: 'No mails under a domain of your own yet' },
      spf: {
        zh: '{domain} 没有 SPF 记录，邮件容易进垃圾箱。请在域名服务商处加一条 TXT 记录：v=spf1 include:（邮件服务商给出的域名） ~all',
        en: '{domain} has no SPF record, so mails land among junk. Add a TXT record at your domain’s provider: v=spf1 include:(the domain your mail service names) ~all',
      },
      unsigned: {
        zh: '{domain} 的邮件没有 DKIM 签名。请到“设置 → 发信”生成密钥；若邮件服务商代为签名，可不理会。',
        en: 'Mails of {domain} are not signed (DKIM). Make a key under Settings → Mail; ignore this if your mail service signs them.',
      },
      dkim: {
        zh: '邮件带 DKIM 签名，但 {name} 没有 TXT 记录，收件方会当作伪造。请把“设置 → 发信”里给出的记录加到域名。',
        en: 'Mails are signed, and {name} has no TXT record: receivers take them for forged. Add the record shown under Settings → Mail to your domain.',
      },
      'other-key': {
        zh: '{name} 的记录是另一把密钥的，签名验证不过。请换成“设置 → 发信”里给出的记录。',
        en: 'The record of {name} is of another key, so signatures fail. Replace it with the one shown under Settings → Mail.',
      },
      dmarc: {
        zh: '{domain} 没有 DMARC 记录。大的邮箱服务商会要求它：请加 TXT 记录 _dmarc.{domain}，内容 v=DMARC1; p=none',
        en: '{domain} has no DMARC record, which large mail services ask for. Add the TXT record _dmarc.{domain}: v=DMARC1; p=none',
      },
    },
  },
  mailbox: {
    label: { zh: '收信邮箱', en: 'Mailbox for answers' },
    says: {
      fine: { zh: '{host} 一小时内读过', en: '{host} was read within the hour' },
      none: {
        zh: '没有设置；退信和回复不会自己回到客户名下',
        en: 'Not set; bounces and answers do not find their customers by themselves',
      },
      failed: {
        zh: '读不了 {host}（{reason}）。退信和退订回复没有处理；请到“设置 → 发信”检查账号。',
        en: '{host} cannot be read ({reason}). Bounces and answers of withdrawal wait; check the account under Settings → Mail.',
      },
      unread: {
        zh: '{host} 已 {hours} 小时没有读过。请确认程序一直在运行；若是，请重新启动它。',
        en: '{host} was not read for {hours} {hours|hour|hours}. See that the program runs all the time; if it does, start it again.',
      },
    },
  },
  outgoing: {
    label: { zh: '允许连接的外部地址', en: 'Addresses that may be reached' },
    says: {
      fine: { zh: '清单里有 {count} 个，正在使用的都在里面', en: '{count} on the list, all that are in use among them' },
      off: { zh: '没有限制；需要时可在“设置 → 安全”打开', en: 'Not limited; can be under Settings → Security' },
      unlisted: {
        zh: '设置了却不在清单里，所以不会连接：{hosts}。请负责人在“设置 → 安全 → 允许连接的外部地址”里加上，或停用相应的服务。',
        en: 'Set up and not on the list, so not connected to: {hosts}. The owner adds them under Settings → Security → Addresses that may be reached, or switches off what uses them.',
      },
    },
  },
  channels: {
    label: { zh: '渠道账号', en: 'Accounts of channels' },
    says: {
      fine: { zh: '{count} 个在用，都能用', en: '{count} in use, all of them work' },
      none: {
        zh: '还没有。要发短信、企业微信或微信服务号消息，请到“设置 → 渠道”添加。',
        en: 'None yet. To send SMS, WeCom or WeChat messages, add one under Settings → Channels.',
      },
      failed: {
        zh: '“{name}”上次检查没通过（{reason}）。请到“设置 → 渠道”查看。',
        en: '“{name}” failed its last check ({reason}). See Settings → Channels.',
      },
      stopped: {
        zh: '“{name}”的发送已暂停（{reason}）。请到“设置 → 渠道”查看。',
        en: 'Sending by “{name}” stands still ({reason}). See Settings → Channels.',
      },
    },
  },
  subscriptions: {
    label: { zh: '事件订阅', en: 'Subscriptions to facts' },
    says: {
      fine: { zh: '{count} 个，都能送达', en: '{count}, all of them reached' },
      none: { zh: '没有系统订阅事件', en: 'No system is told of facts' },
      resting: {
        zh: '“{name}”送不到，{waiting} 条在等，会再试。请到“设置 → 渠道 › 事件订阅”查看原因。',
        en: '“{name}” cannot be reached and {waiting} {waiting|fact waits|facts wait}; it is tried again. See why under Settings → Channels › Subscriptions.',
      },
      ended: {
        zh: '“{name}”已停，之后的事件不再推送给它。请到“设置 → 渠道 › 事件订阅”查看原因。',
        en: '“{name}” is told of nothing any more. See why under Settings → Channels › Subscriptions.',
      },
    },
  },
  journeys: {
    label: { zh: '旅程', en: 'Journeys' },
    says: {
      fine: { zh: '{count} 个在用，都读得出来', en: '{count} in use, all of them can be read' },
      none: { zh: '没有在运行的旅程', en: 'None is running' },
      unreadable: {
        zh: '“{name}”保存的内容读不出来（{place}），已停下。请打开它，按提示处理；其他旅程照常运行。',
        en: 'What is kept of “{name}” cannot be read ({place}), so it stands still. Open it to see what to do; the others go on.',
      },
      version: {
        zh: '“{name}”第 {version} 版读不出来，还有 {people} 位客户停在里面。请打开旅程，让他们改走新版本。',
        en: 'Version {version} of “{name}” cannot be read, and {people} {people|customer stands|customers stand} in it. Open the journey and move them to the newest.',
      },
    },
  },
  campaigns: {
    label: { zh: '营销活动', en: 'Campaigns' },
    says: {
      fine: { zh: '{count} 个在用，都读得出来', en: '{count} in use, all of them can be read' },
      none: { zh: '没有在进行或排期的活动', en: 'None is under way or planned' },
      unreadable: {
        zh: '“{name}”保存的内容读不出来（{place}），已停下。请打开它，按提示处理；其他活动照常进行。',
        en: 'What is kept of “{name}” cannot be read ({place}), so it stands still. Open it to see what to do; the others go on.',
      },
      edition: {
        zh: '“{name}”第 {number} 期读不出来（{place}），已停下等待。请恢复原来的内容，或停止活动。',
        en: 'Edition {number} of “{name}” cannot be read ({place}), so it waits. Put back what it was, or stop the campaign.',
      },
    },
  },
  templates: {
    label: { zh: '消息模板', en: 'Templates' },
    says: {
      fine: { zh: '{count} 个，都读得出来', en: '{count}, all of them can be read' },
      none: { zh: '还没有模板', en: 'There are none' },
      unreadable: {
        zh: '“{name}”保存的内容读不出来，用它的消息不会发出。请打开它，退回能读的一版。',
        en: 'What is kept of “{name}” cannot be read, so no message is made of it. Open it and go back to a version that can be.',
      },
    },
  },
  inbox: {
    label: { zh: '收件文件夹', en: 'Inbox' },
    says: {
      fine: { zh: '可读写', en: 'Can be read and written' },
      none: {
        zh: '还没有（{folder}）；定时导入从文件夹取文件时才需要。',
        en: 'Not there ({folder}); only scheduled imports from the folder need it.',
      },
      unwritable: { zh: '读写不了 {folder}（{reason}）。请检查权限。', en: '{folder} cannot be used ({reason}). Check its permissions.' },
    },
  },
} as const satisfies Readonly<Record<string, CheckWords>>
