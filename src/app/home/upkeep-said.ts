import type { AttentionKind, AttentionSaid } from './attention.ts'

/** How what keeps the installation running is said: the audit, backups, the ways out and in. */
export const upkeepSaid = {
  'audit-alarm': {
    tone: 'danger',
    words: {
      zh: '{name} 一小时内查看了 {n} 条客户资料，远超平时。是本人吗？',
      en: '{name} read {n} records within an hour, far more than usual. Was it them?',
    },
    step: { zh: '核实，必要时结束其登录', en: 'Look into it' },
    to: '/audit',
  },
  'audit-broken': {
    tone: 'danger',
    words: {
      zh: '审计记录被改动过：核对发现 {n} 处对不上。',
      en: 'The audit was tampered with: {n} {n|place does|places do} not add up.',
    },
    step: { zh: '看看是哪几条', en: 'See which' },
    to: '/audit',
  },
  'backup-failed': {
    tone: 'danger',
    words: { zh: '最近一次备份没有成功。', en: 'The last backup failed.' },
    step: { zh: '看看原因', en: 'See why' },
    to: '/backups',
  },
  'backup-old': {
    tone: 'danger',
    words: { zh: '最近的备份已是 {n} 天前的。', en: 'The newest backup is {n} {n|day|days} old.' },
    step: { zh: '现在备份', en: 'Back up now' },
    to: '/backups',
  },
  'drill-failed': {
    tone: 'danger',
    words: { zh: '最近一次恢复演练没有通过。', en: 'The last restore drill failed.' },
    step: { zh: '看看原因', en: 'See why' },
    to: '/backups',
  },
  'backup-target': {
    tone: 'danger',
    words: { zh: '备份没能放到“{name}”。', en: 'The backup did not get to “{name}”.' },
    step: { zh: '看看原因', en: 'See why' },
    to: '/backups',
  },
  'channel-stopped': {
    tone: 'danger',
    words: {
      zh: '“{name}”暂停发送：渠道方不接受账号，或余额不足。消息都留着，好了会自动继续。',
      en: '“{name}” stands still: the vendor does not accept the account, or it has no money left. The messages are kept and go on by themselves.',
    },
    step: { zh: '看看原因', en: 'See why' },
    to: '/attention',
  },
  'subscription-ended': {
    tone: 'danger',
    words: {
      zh: '事件订阅“{name}”已停：对方不再接收，或账号被人改过。',
      en: '“{name}” is told of nothing any more: its receiver wants no more, or somebody changed its account.',
    },
    step: { zh: '看看原因', en: 'See why' },
    to: '/settings/channels/subscriptions',
  },
  'subscription-resting': {
    tone: 'danger',
    words: {
      zh: '事件订阅“{name}”送不到，{n} 条在等；都留着，会再试。',
      en: '“{name}” cannot be reached; {n} {n|fact waits|facts wait} and will be told when it can.',
    },
    step: { zh: '看看原因', en: 'See why' },
    to: '/settings/channels/subscriptions',
  },
  'mail-missing': {
    tone: 'danger',
    words: {
      zh: '还没有设置发信服务器，{n} 封邮件在排队，设置好后自动发出。',
      en: 'No mail server is set, so {n} {n|mail waits|mails wait}; {n|it goes|they go} out by {n|itself|themselves} once there is one.',
    },
    step: { zh: '设置发信服务器', en: 'Set the mail server' },
    to: '/settings',
    search: { tab: 'mail' },
  },
  'mail-unset': {
    tone: 'attention',
    words: {
      zh: '还没有设置发信服务器：运行中的旅程要发的邮件会先排队，设置好后自动发出。',
      en: 'No mail server is set: the mails of running journeys will wait, and go out by themselves once there is one.',
    },
    step: { zh: '设置发信服务器', en: 'Set the mail server' },
    to: '/settings',
    search: { tab: 'mail' },
  },
  'address-local': {
    tone: 'danger',
    words: {
      zh: '邮件里的退订链接指向 {name}，客户打不开。请把环境变量 PUBLIC_URL 设为大家访问本程序的网址，再重新启动。',
      en: 'The unsubscribe links in mails lead to {name}, which customers cannot open. Set the variable PUBLIC_URL to the address people reach this program at, and start it again.',
    },
    step: { zh: '看看发信设置', en: 'See the mail settings' },
    to: '/settings',
    search: { tab: 'mail' },
  },
  'key-expiring': {
    tone: 'attention',
    words: {
      zh: 'API 密钥“{name}”还有 {n} 天到期，到期后用它的程序会被拒绝。',
      en: 'The API key “{name}” expires in {n} {n|day|days}; programs that use it are refused from then on.',
    },
    step: { zh: '换一个密钥', en: 'Make a new one' },
    to: '/settings',
    search: { tab: 'keys' },
  },
} satisfies Partial<Record<AttentionKind, AttentionSaid>>
