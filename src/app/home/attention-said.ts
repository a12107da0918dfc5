import type { AttentionKind, AttentionSaid } from './attention.ts'
import { upkeepSaid } from './upkeep-said.ts'

/** How each is said, and its one next step. */
export const attentionSaid: Record<AttentionKind, AttentionSaid> = {
  ...upkeepSaid,
  'verdict-harm': {
    tone: 'danger',
    words: {
      zh: '“{name}”起了反作用：收到的人反而少消费。',
      en: '“{name}” does harm: those who got it spend less.',
    },
    step: { zh: '看看结果', en: 'See the result' },
    to: '/results',
  },
  'verdict-alarm': {
    tone: 'danger',
    words: {
      zh: '“{name}”护栏报警：退订、投诉、退信或退款明显偏多。',
      en: 'A guardrail of “{name}” raises an alarm: clearly more unsubscribe, complain, bounce or ask for refunds.',
    },
    step: { zh: '看看结果', en: 'See the result' },
    to: '/results',
  },
  'verdict-new': {
    tone: 'teal',
    words: { zh: '“{name}”有结论了。', en: 'There is a verdict on “{name}”.' },
    step: { zh: '看看结果', en: 'See the result' },
    to: '/results',
  },
  discoveries: {
    tone: 'teal',
    words: { zh: '这周有 {n} 件事值得注意。', en: '{n} {n|thing is|things are} worth knowing this week.' },
    step: { zh: '看看是什么', en: 'See what' },
    to: '/discoveries',
  },
  'privacy-late': {
    tone: 'danger',
    words: {
      zh: '{n} 个客户权利请求已超过法定期限。',
      en: '{n} {n|request|requests} about personal data {n|is|are} past the legal time.',
    },
    step: { zh: '现在答复', en: 'Answer now' },
    to: '/privacy',
  },
  'privacy-soon': {
    tone: 'attention',
    words: {
      zh: '{n} 个客户权利请求快到法定期限。',
      en: '{n} {n|request|requests} about personal data {n|is|are} due within days.',
    },
    step: { zh: '去答复', en: 'Answer' },
    to: '/privacy',
  },
  'messages-unknown': {
    tone: 'danger',
    words: {
      zh: '有 {n} 条消息不确定是否送达：发送途中断了，不会自动重发。',
      en: '{n} {n|message is|messages are} in doubt: the connection broke while {n|it was|they were} being sent. {n|It is not sent again by itself.|They are not sent again by themselves.}',
    },
    step: { zh: '逐条查看', en: 'Look at them' },
    to: '/messages',
    search: { state: 'unknown' },
  },
  'messages-failed': {
    tone: 'danger',
    words: { zh: '近 30 天有 {n} 条消息发送失败。', en: '{n} {n|message|messages} failed in the last 30 days.' },
    step: { zh: '看看原因', en: 'See why' },
    to: '/messages',
    search: { state: 'failed' },
  },
  'import-failed': {
    tone: 'danger',
    words: { zh: '导入“{name}”出错中断。', en: 'The import “{name}” failed.' },
    step: { zh: '看看原因', en: 'See why' },
    to: '/import/$id',
  },
  'schedule-failed': {
    tone: 'danger',
    words: {
      zh: '定时导入“{name}”没有取到文件，已连续失败 {n} 次；会再试。',
      en: 'The scheduled import “{name}” failed {n} {n|time|times} in a row; it will be tried again.',
    },
    step: { zh: '看看原因', en: 'See why' },
    to: '/import/schedules',
  },
  'import-stopped': {
    tone: 'attention',
    words: { zh: '导入“{name}”停在半途。', en: 'The import “{name}” was stopped half-way.' },
    step: { zh: '接着导入或撤销', en: 'Go on or undo it' },
    to: '/import/$id',
  },
  'import-paused': {
    tone: 'attention',
    words: { zh: '导入“{name}”已暂停。', en: 'The import “{name}” is paused.' },
    step: { zh: '接着导入或撤销', en: 'Go on or undo it' },
    to: '/import/$id',
  },
  'import-refused': {
    tone: 'attention',
    words: { zh: '导入“{name}”有 {n} 行被拒绝。', en: '{n} {n|row|rows} of the import “{name}” {n|was|were} refused.' },
    step: { zh: '下载改好再导入', en: 'Correct and import them' },
    to: '/import/$id',
  },
  'journey-unreadable': {
    tone: 'danger',
    words: {
      zh: '旅程“{name}”保存的内容读不出来，已停下；其他旅程照常运行。',
      en: 'What is kept of the journey “{name}” cannot be read, so it stands still; the others go on.',
    },
    step: { zh: '看看怎么办', en: 'See what to do' },
    to: '/journeys/$id',
  },
  'campaign-unreadable': {
    tone: 'danger',
    words: {
      zh: '活动“{name}”保存的内容读不出来，已停下；其他活动照常进行。',
      en: 'What is kept of the campaign “{name}” cannot be read, so it stands still; the others go on.',
    },
    step: { zh: '看看怎么办', en: 'See what to do' },
    to: '/campaigns/$id',
  },
  'campaign-missed': {
    tone: 'attention',
    words: {
      zh: '活动“{name}”错过了发送时间，没有自动补发。',
      en: 'The campaign “{name}” missed its time and was not sent by itself.',
    },
    step: { zh: '看看要不要补发', en: 'Decide whether to send it now' },
    to: '/campaigns/$id',
  },
  'journey-loop': {
    tone: 'danger',
    words: {
      zh: '旅程“{name}”被自动暂停：它和别的旅程互相触发，有客户在里面转圈。',
      en: 'The journey “{name}” was paused: it and others set each other off, and somebody went round in them.',
    },
    step: { zh: '打开旅程，改掉其中一个触发', en: 'Open it and change what lets people in' },
    to: '/journeys/$id',
  },
  'journey-paused': {
    tone: 'attention',
    words: { zh: '旅程“{name}”已暂停，{n} 位客户停在里面。', en: 'The journey “{name}” is paused with {n} {n|customer|customers} inside.' },
    step: { zh: '打开旅程', en: 'Open the journey' },
    to: '/journeys/$id',
  },
  'templates-waiting': {
    tone: 'attention',
    words: { zh: '有 {n} 个消息模板等您审批。', en: '{n} {n|template waits|templates wait} for your approval.' },
    step: { zh: '去看看', en: 'Look at them' },
    to: '/templates',
  },
  'source-refused': {
    tone: 'attention',
    words: {
      zh: '近 7 天，来源“{name}”有 {n} 条数据被拒绝。',
      en: '{n} {n|message|messages} of the source “{name}” {n|was|were} refused in the last 7 days.',
    },
    step: { zh: '看看原因', en: 'See why' },
    to: '/settings',
    search: { tab: 'sources' },
  },
  'todos-overdue': {
    tone: 'attention',
    words: {
      zh: '您有 {n} 件待办已过期，最早的是“{name}”。',
      en: '{n} of your to-dos {n|is|are} overdue; the oldest is “{name}”.',
    },
    step: { zh: '去处理', en: 'See to them' },
    to: '/todos',
  },
  'todos-overdue-others': {
    tone: 'attention',
    words: {
      zh: '同事还有 {n} 件待办已过期（含未指派），最早的是“{name}”。',
      en: '{n} {n|to-do|to-dos} of colleagues or of nobody {n|is|are} overdue; the oldest is “{name}”.',
    },
    step: { zh: '看看是谁的', en: 'See whose' },
    to: '/todos',
    search: { who: 'everyone' },
  },
  'churn-today': {
    tone: 'attention',
    words: {
      zh: '今天有 {n} 位值得挽回的客户，每年约可争取 {spend}。',
      en: '{n} {n|customer is|customers are} worth winning back today: some {spend} a year is at stake.',
    },
    step: { zh: '打开名单', en: 'Open the list' },
    to: '/churn',
  },
  'duplicates-open': {
    tone: 'attention',
    words: { zh: '有 {n} 对客户疑似重复，等您判断。', en: '{n} {n|pair|pairs} of customers may be one; somebody has to say.' },
    step: { zh: '去判断', en: 'Look at them' },
    to: '/duplicates',
  },
  'predictions-withdrawn': {
    tone: 'attention',
    words: {
      zh: '预测模型最近不如照搬过去的频率准，已自动撤下。',
      en: 'The prediction model was less right than the plain past rate and has withdrawn itself.',
    },
    step: { zh: '看预测账本', en: 'See the record' },
    to: '/predictions',
  },
  'tiers-ending': {
    tone: 'attention',
    words: {
      zh: '{n} 位客户 30 天内可能降级，累计期内消费 {spend}。',
      en: '{n} {n|customer|customers} may fall from their tier within 30 days; they bring {spend}.',
    },
    step: { zh: '看看是谁', en: 'See who' },
    to: '/customers',
  },
  churned: {
    tone: 'attention',
    words: {
      zh: '近 7 天流失了 {n} 位客户，他们共消费过 {spend}。',
      en: '{n} {n|customer|customers} churned in the last 7 days, having spent {spend}.',
    },
    step: { zh: '看看是谁', en: 'See who' },
    to: '/customers',
  },
  dormant: {
    tone: 'attention',
    words: {
      zh: '近 7 天有 {n} 位客户转入沉睡，他们共消费过 {spend}。',
      en: '{n} {n|customer|customers} went dormant in the last 7 days, having spent {spend}.',
    },
    step: { zh: '看看是谁', en: 'See who' },
    to: '/customers',
  },
  'import-uploaded': {
    tone: 'neutral',
    words: { zh: '“{name}”已上传，还没有导入。', en: '“{name}” was uploaded and not imported yet.' },
    step: { zh: '接着导入', en: 'Go on' },
    to: '/import/$id',
  },
}
