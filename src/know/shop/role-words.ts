import type { Role } from '../../core/action/action.ts'
import type { Words } from '../../core/kit/words.ts'

export const roleWords: Record<Role, { readonly label: Words; readonly hint: Words }> = {
  owner: {
    label: { zh: '负责人', en: 'Owner' },
    hint: { zh: '可以做一切，包括人员、密钥、备份和发信服务器', en: 'May do everything: people, keys, backups and the mail server too' },
  },
  manager: {
    label: { zh: '经理', en: 'Manager' },
    hint: {
      zh: '除人员、权限、密钥、发信服务器和备份外都可以',
      en: 'May do everything except people, roles, keys, the mail server and backups',
    },
  },
  member: {
    label: { zh: '成员', en: 'Member' },
    hint: { zh: '日常工作：看客户、记消费、建细分', en: 'The day’s work: customers, purchases, segments' },
  },
}

export function roleChoices(among: readonly Role[], say: (words: Words) => string): { value: Role; label: string }[] {
  return among.map((role) => ({ value: role, label: `${say(roleWords[role].label)} · ${say(roleWords[role].hint)}` }))
}
