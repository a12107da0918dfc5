import type { Words } from '../kit/words.ts'

/** What may be done with the records of a kind. */
export const verbs = ['read', 'create', 'change', 'remove', 'export', 'import', 'merge', 'assign', 'share'] as const
export type Verb = (typeof verbs)[number]

export const verbWords: Readonly<Record<Verb, Words>> = {
  read: { zh: '查看', en: 'See' },
  create: { zh: '新建', en: 'Create' },
  change: { zh: '修改', en: 'Change' },
  remove: { zh: '删除', en: 'Remove' },
  export: { zh: '导出', en: 'Export' },
  import: { zh: '导入', en: 'Import' },
  merge: { zh: '合并', en: 'Merge' },
  assign: { zh: '分配负责人', en: 'Assign to somebody' },
  share: { zh: '共享', en: 'Share' },
}

/** Rights that are not about the records of one kind. */
export const rights = [
  'people',
  'roles',
  'keys',
  'settings',
  'sending',
  'approve',
  'sources',
  'backups',
  'audit',
  'privacy',
  'oversee',
  'reveal',
] as const
export type Right = (typeof rights)[number]

export const rightWords: Readonly<Record<Right, { readonly label: Words; readonly help: Words }>> = {
  people: {
    label: { zh: '管理人员', en: 'Manage people' },
    help: { zh: '邀请、停用同事，管理部门与团队，离职交接', en: 'Invite and disable colleagues, departments and teams, hand over' },
  },
  roles: { label: { zh: '管理权限', en: 'Manage rights' }, help: { zh: '新建、修改和分配角色', en: 'Make, change and give out roles' } },
  keys: { label: { zh: '管理 API 密钥', en: 'Manage API keys' }, help: { zh: '新建和停用密钥', en: 'Make and revoke keys' } },
  settings: {
    label: { zh: '系统设置', en: 'Settings' },
    help: { zh: '店铺信息、字段、布局、阶段、查重规则等', en: 'The shop, fields, layouts, stages, matching rules and the like' },
  },
  sending: {
    label: { zh: '发送设置', en: 'Sending' },
    help: { zh: '邮件服务器、免打扰时段、频次上限', en: 'Mail server, quiet hours, caps' },
  },
  approve: {
    label: { zh: '审批消息模板', en: 'Approve templates' },
    help: {
      zh: '别人写的营销模板由其审批后才能发出；没有这个权限的人写的须经审批',
      en: 'Approves marketing templates that others wrote; what colleagues without it write waits for approval',
    },
  },
  sources: { label: { zh: '数据来源', en: 'Sources' }, help: { zh: '接入、暂停来源和回调', en: 'Connect and pause sources and hooks' } },
  backups: { label: { zh: '备份与恢复', en: 'Backups' }, help: { zh: '备份、恢复和演练', en: 'Back up, restore, drill' } },
  audit: {
    label: { zh: '查看审计记录', en: 'Read the audit log' },
    help: { zh: '谁在何时做了什么、看了什么', en: 'Who did and who read what, and when' },
  },
  privacy: {
    label: { zh: '处理个人信息请求', en: 'Handle privacy requests' },
    help: { zh: '查阅、更正、导出与删除个人信息的请求', en: 'Requests to see, correct, export and erase personal data' },
  },
  oversee: {
    label: { zh: '管理他人的工作', en: 'Oversee others’ work' },
    help: { zh: '修改他人的待办、互动记录和视图', en: 'Change others’ to-dos, interactions and views' },
  },
  reveal: {
    label: { zh: '查看打码内容', en: 'Reveal masked values' },
    help: { zh: '逐条查看，须填理由并留痕，每小时有次数上限', en: 'One at a time with a reason, logged, limited per hour' },
  },
}

/** What a role does not let one do freely with a field. From the most to the least. */
export const fieldRights = ['hidden', 'masked', 'read-only'] as const
export type FieldRight = (typeof fieldRights)[number]

export const fieldRightWords: Readonly<Record<FieldRight, { readonly label: Words; readonly help: Words }>> = {
  hidden: {
    label: { zh: '隐藏', en: 'Hidden' },
    help: { zh: '任何地方都看不到，也不能用来筛选', en: 'Appears nowhere and cannot be asked for' },
  },
  masked: {
    label: { zh: '打码', en: 'Masked' },
    help: { zh: '只显示部分，如 138****1234；不能筛选或排序', en: 'Shown in part, like 138****1234; not for filters or order' },
  },
  'read-only': { label: { zh: '只读', en: 'Read-only' }, help: { zh: '看得到，不能改', en: 'Seen, not changed' } },
}
