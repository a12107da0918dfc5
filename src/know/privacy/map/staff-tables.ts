import type { DataMap } from './mapped-table.ts'

const staff = { of: 'staff', purpose: 'running', kept: 'ever', erasure: 'none' } as const

/** Schemas `auth` (who works here, and how they come in) and `audit`. */
export const staffTables: DataMap = {
  'auth.users': {
    ...staff,
    label: { zh: '用户', en: 'Users' },
    columns: {
      staff: 'name email image role department_id position manager_id',
      technical: 'id email_verified disabled_at created_at updated_at',
    },
  },
  'auth.sessions': {
    ...staff,
    label: { zh: '登录会话', en: 'Sessions' },
    kept: 'month',
    columns: {
      secret: 'token',
      staff: 'ip_address user_agent',
      technical: 'id user_id expires_at created_at means strong fresh_at last_seen_at',
    },
  },
  'auth.accounts': {
    ...staff,
    label: { zh: '登录方式', en: 'Ways to sign in' },
    columns: {
      secret: 'password access_token refresh_token id_token',
      technical:
        'id user_id provider_id account_id access_token_expires_at refresh_token_expires_at scope created_at updated_at password_set_at',
    },
  },
  'auth.old_passwords': {
    ...staff,
    label: { zh: '旧密码散列', en: 'Hashes of earlier passwords' },
    columns: { secret: 'hash', technical: 'id user_id set_at' },
  },
  'auth.authenticators': {
    ...staff,
    label: { zh: '动态口令', en: 'Authenticator apps' },
    columns: { secret: 'secret', technical: 'user_id last_counter made_at' },
  },
  'auth.recovery_codes': {
    ...staff,
    label: { zh: '恢复码', en: 'Recovery codes' },
    columns: { secret: 'hash', technical: 'user_id made_at used_at' },
  },
  'auth.passkeys': {
    ...staff,
    label: { zh: '通行密钥', en: 'Passkeys' },
    columns: { secret: 'public_key', technical: 'id user_id name counter transports backed_up made_at last_used_at' },
  },
  'auth.steps': {
    ...staff,
    label: { zh: '进行中的登录', en: 'Sign-ins under way' },
    kept: 'days',
    columns: { secret: 'hash data', technical: 'purpose user_id tries made_at expires_at' },
  },
  'auth.tries': { ...staff, label: { zh: '错误尝试', en: 'Wrong tries' }, kept: 'days', columns: { technical: 'key tries until' } },
  'auth.providers': {
    ...staff,
    label: { zh: '外部登录', en: 'Foreign sign-in' },
    columns: {
      config: 'name issuer client_id newcomers role domains vouches enabled',
      secret: 'secret',
      technical: 'id made_at changed_at',
    },
  },
  'auth.verifications': {
    ...staff,
    label: { zh: '验证', en: 'Verifications' },
    kept: 'days',
    columns: { secret: 'identifier value', technical: 'id expires_at created_at updated_at' },
  },
  'auth.links': {
    ...staff,
    label: { zh: '一次性链接', en: 'One-time links' },
    kept: 'days',
    columns: { secret: 'hash', technical: 'purpose user_id made_at expires_at used_at' },
  },
  'audit.entries': {
    label: { zh: '审计记录', en: 'Entries of the audit' },
    of: 'customer',
    purpose: 'running',
    kept: 'audit',
    erasure: 'empty',
    law: 'audit',
    searched: 'withheld',
    columns: {
      staff: 'actor actor_name address agent',
      identity: 'withheld',
      technical: 'id at kind source action entity subject customer_id outcome code reason records ids details seal xact',
    },
  },
  'audit.chain': {
    ...staff,
    label: { zh: '审计链', en: 'The audit’s chain' },
    kept: 'audit',
    columns: { technical: 'seq entry_id digest hash upto at' },
  },
  'audit.cuts': { ...staff, label: { zh: '审计链的起点', en: 'Where the chain begins' }, columns: { technical: 'seq hash entries at' } },
  'audit.erasures': {
    label: { zh: '审计中已抹去的客户', en: 'Whose values left the audit' },
    of: 'customer',
    purpose: 'asking',
    kept: 'ever',
    erasure: 'law',
    law: 'proof',
    columns: { technical: 'customer_id entries at' },
  },
}
