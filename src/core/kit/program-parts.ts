import type { Words } from './words.ts'

const part = (zh: string, en: string): Words => ({ zh: `系统（${zh}）`, en: `System (${en})` })

/** The parts of the program that act by themselves, as they are named where a colleague's name would stand. */
export const programParts: Readonly<Record<string, Words>> = {
  'command-line': { zh: '服务器命令行', en: 'The command line' },
  'sample-shop': { zh: '示例店铺', en: 'Sample shop' },
  audit: part('审计', 'audit'),
  backup: part('备份', 'backup'),
  backups: part('备份', 'backup'),
  birthdays: part('生日', 'birthdays'),
  calls: part('电话任务', 'calls'),
  campaigns: part('营销活动', 'campaigns'),
  'campaign-touches': part('活动来源', 'campaign touches'),
  channels: part('渠道', 'channels'),
  churn: part('流失预警', 'churn'),
  consent: part('同意', 'consent'),
  customers: part('客户', 'customers'),
  discoveries: part('发现', 'discoveries'),
  erasure: part('删除个人数据', 'erasure'),
  freshness: part('自动更新', 'freshness'),
  'hand-overs': part('客户移交', 'hand-overs'),
  holdouts: part('效果对照', 'holdouts'),
  imports: part('导入', 'imports'),
  inbox: part('来信', 'inbox'),
  join: part('受邀加入', 'joining'),
  journeys: part('旅程', 'journeys'),
  lifecycle: part('生命周期', 'life cycle'),
  links: part('链接点击', 'links'),
  'mail-owners': part('邮件提醒', 'reminders by mail'),
  matching: part('查重', 'matching'),
  'merge-trial': part('合并预览', 'trial of a merge'),
  outbox: part('发件箱', 'outbox'),
  'owner-rounds': part('批量指派', 'assigning of many'),
  'person-export': part('导出个人数据', 'export of personal data'),
  predictions: part('预测', 'predictions'),
  preferences: part('偏好页', 'preference page'),
  privacy: part('隐私', 'privacy'),
  products: part('商品', 'products'),
  profit: part('利润', 'profit'),
  provider: part('外部登录', 'sign-in provider'),
  quality: part('资料质量', 'data quality'),
  recommendations: part('推荐', 'recommendations'),
  'release-orphans': part('附件清理', 'clearing of files'),
  restore: part('恢复备份', 'restoring'),
  'rfm-months': part('RFM 月度记录', 'RFM by month'),
  'rfm-thresholds': part('RFM 分档', 'RFM thresholds'),
  rhythms: part('购买节奏', 'rhythms'),
  roles: part('角色', 'roles'),
  sealing: part('加密', 'sealing'),
  'self-check': part('客户自查', 'check by the customer'),
  sources: part('数据来源', 'sources'),
  'stage-history': part('阶段历史', 'history of stages'),
  sweep: part('定时更新', 'sweep'),
  tags: part('标签', 'tags'),
  'todo-reminders': part('待办提醒', 'reminders of to-dos'),
  unsubscribe: part('退订链接', 'unsubscribe link'),
  'view-as': part('换人查看', 'viewing as another'),
  welcome: part('首次设置', 'first set-up'),
}

/** Who did it, as one reads it: a colleague by the name that was kept, a part of the program in words. */
export const sayActor = (by: string | null): string | Words =>
  by === null ? '—' : (Object.hasOwn(programParts, by) && programParts[by]) || by

/** The name under which what somebody does is kept: whoever is called as a part of the program is, e.g. a key “backup”, is in quotation marks. */
export const keptName = (name: string): string => (Object.hasOwn(programParts, name) ? `“${name}”` : name)
