import { programParts } from '../../core/kit/program-parts.ts'
import type { Words } from '../../core/kit/words.ts'

/** What is read or tried, where it is no action or question with a name of its own. */
export const readingWords: Readonly<Record<string, Words>> = {
  open: { zh: '查看', en: 'Opened' },
  list: { zh: '浏览列表', en: 'Looked through the list' },
  search: { zh: '搜索', en: 'Searched' },
  minor: { zh: '查看未成年人资料', en: 'Read details of a minor' },
  reveal: { zh: '查看打码内容', en: 'Revealed a masked value' },
  download: { zh: '下载附件', en: 'Downloaded a file' },
  picture: { zh: '查看图片', en: 'Looked at a picture' },
  'export-list': { zh: '导出', en: 'Exported' },
  'export-list-ended': { zh: '导出结束', en: 'An export ended' },
  backup: { zh: '下载备份', en: 'Took a backup' },
  audit: { zh: '查阅审计', en: 'Read the audit' },
  'sign-in': { zh: '登录', en: 'Signed in' },
  'make-owner-link': { zh: '在服务器上生成负责人的登录链接', en: 'Made a sign-in link for the owner at the machine' },
  'sign-out': { zh: '退出登录', en: 'Signed out' },
  'GET /api/welcome': { zh: '打开首次设置的链接', en: 'Open the link of the first set-up' },
  'POST /api/welcome': { zh: '用链接做首次设置', en: 'Set up by the first link' },
  'GET /api/join': { zh: '打开邀请链接', en: 'Open an invitation' },
  'POST /api/join': { zh: '用链接加入或设新密码', en: 'Join, or set a new password, by a link' },
  'POST /api/enter': { zh: '用链接登录', en: 'Sign in by a link' },
  'POST /api/auth/sign-in/email': { zh: '用密码登录', en: 'Sign in by password' },
  'POST /api/auth/sign-in/code': { zh: '用验证码登录', en: 'Sign in by code' },
  'POST /api/auth/sign-in/passkey': { zh: '用通行密钥登录', en: 'Sign in by passkey' },
  'POST /api/auth/fresh': { zh: '再确认一次本人', en: 'Prove who one is anew' },
}

/** What an entry is about, where it is no entity with a card. */
export const subjectWords: Readonly<Record<string, Words>> = {
  file: { zh: '附件', en: 'File' },
  settings: { zh: '设置', en: 'Settings' },
  users: { zh: '用户', en: 'User' },
  keys: { zh: 'API 密钥', en: 'API key' },
  journeys: { zh: '旅程', en: 'Journey' },
  tags: { zh: '标签', en: 'Tag' },
  sources: { zh: '数据来源', en: 'Source' },
  households: { zh: '家庭', en: 'Household' },
  'custom-fields': { zh: '自定义字段', en: 'Field' },
  views: { zh: '视图', en: 'View' },
  imports: { zh: '导入', en: 'Import' },
  'import-schedules': { zh: '定时导入', en: 'Scheduled import' },
  'import-mappings': { zh: '对应方案', en: 'Mapping' },
  merges: { zh: '合并', en: 'Merge' },
  layouts: { zh: '布局', en: 'Layout' },
  stages: { zh: '生命周期阶段', en: 'Lifecycle stages' },
  duplicates: { zh: '疑似重复', en: 'Likely duplicates' },
  matching: { zh: '查重', en: 'Matching' },
  quality: { zh: '资料质量', en: 'Data quality' },
  audit: { zh: '审计', en: 'Audit' },
  me: { zh: '本人账号', en: 'Own account' },
  'tag-rounds': { zh: '批量打标签', en: 'Tagging of many' },
  'sample-shop': { zh: '示例店铺', en: 'Sample shop' },
  messages: { zh: '消息', en: 'Message' },
  roles: { zh: '角色', en: 'Role' },
  backups: { zh: '备份', en: 'Backup' },
  departments: { zh: '部门', en: 'Department' },
  teams: { zh: '团队', en: 'Team' },
}

export const actorWords: Readonly<Record<string, Words>> = {
  nobody: { zh: '未登录的访问者', en: 'Somebody not signed in' },
  door: { zh: '未知账号', en: 'An unknown account' },
  ...Object.fromEntries(Object.entries(programParts).map(([name, words]) => [`system:${name}`, words])),
}

/** By which way somebody came. */
export const sourceWords: Readonly<Record<string, Words>> = {
  app: { zh: '网页', en: 'the web app' },
  api: { zh: '接口', en: 'the API' },
  import: { zh: '导入', en: 'an import' },
  engine: { zh: '程序自身', en: 'the program itself' },
}

/** What every entity's routes do. */
export const routeWords: Readonly<Record<string, Words>> = {
  list: { zh: '列表', en: 'list' },
  count: { zh: '计数', en: 'count' },
  read: { zh: '查看', en: 'open' },
  export: { zh: '导出', en: 'export' },
}

/** Columns and inputs that are no entity's fields. */
export const columnWords: Readonly<Record<string, Words>> = {
  name: { zh: '名称', en: 'Name' },
  title: { zh: '标题', en: 'Title' },
  note: { zh: '备注', en: 'Note' },
  role: { zh: '角色', en: 'Role' },
  rule: { zh: '条件', en: 'Rule' },
  state: { zh: '状态', en: 'State' },
  definition: { zh: '内容', en: 'Definition' },
  colour: { zh: '颜色', en: 'Colour' },
  email: { zh: '邮箱', en: 'E-mail' },
  reason: { zh: '理由', en: 'Reason' },
  search: { zh: '搜索', en: 'Search' },
  sort: { zh: '排序', en: 'Order' },
  fields: { zh: '字段', en: 'Fields' },
  limit: { zh: '每页', en: 'A page' },
  after: { zh: '起点', en: 'From' },
  keepDays: { zh: '保留天数', en: 'Kept for days' },
  usualRecords: { zh: '新人每小时通常查看', en: 'Usual records an hour' },
  currency: { zh: '币种', en: 'Currency' },
  timeZone: { zh: '时区', en: 'Time zone' },
  quietFrom: { zh: '免打扰开始', en: 'Quiet from' },
  quietTo: { zh: '免打扰结束', en: 'Quiet to' },
  capPerWeek: { zh: '每周上限', en: 'Cap a week' },
  host: { zh: '服务器', en: 'Server' },
  port: { zh: '端口', en: 'Port' },
  user: { zh: '用户名', en: 'User' },
  password: { zh: '密码', en: 'Password' },
  issuer: { zh: '颁发者网址', en: 'Issuer' },
  clientId: { zh: '客户端 ID', en: 'Client ID' },
  secret: { zh: '密钥（指纹）', en: 'Secret (its fingerprint)' },
  newcomers: { zh: '新人可以进来', en: 'Newcomers come in' },
  domains: { zh: '邮箱域名', en: 'E-mail domains' },
  vouches: { zh: '自带两步验证', en: 'Has a second factor of its own' },
  enabled: { zh: '已启用', en: 'Switched on' },
  from: { zh: '发件人', en: 'From' },
  disabledAt: { zh: '停用时间', en: 'Disabled' },
  revokedAt: { zh: '吊销时间', en: 'Revoked' },
  departmentId: { zh: '部门', en: 'Department' },
  position: { zh: '职位', en: 'Position' },
  managerId: { zh: '上级', en: 'Reports to' },
  onMatch: { zh: '已有时', en: 'If there is one' },
}
