import type { Words } from '../../core/kit/words.ts'
import type { NamedScope } from '../../core/rights/role-body.ts'

export const scopeWords: Readonly<Record<NamedScope, { readonly label: Words; readonly help: Words }>> = {
  all: { label: { zh: '全部', en: 'All' }, help: { zh: '每一位客户', en: 'Every customer' } },
  mine: { label: { zh: '我的', en: 'Mine' }, help: { zh: '由我负责的客户', en: 'Customers whom I look after' } },
  reports: {
    label: { zh: '下属的', en: 'My reports’' },
    help: { zh: '由我的下属（含下属的下属）负责的客户', en: 'Looked after by whoever answers to me, at any distance' },
  },
  department: {
    label: { zh: '本部门的', en: 'My department’s' },
    help: { zh: '由本部门及下级部门的人负责的客户', en: 'Looked after by people of my department and those below it' },
  },
  teams: {
    label: { zh: '我的团队的', en: 'My teams’' },
    help: { zh: '由同一团队的人负责的客户', en: 'Looked after by people of a team that I am in' },
  },
  shared: {
    label: { zh: '共享给我的', en: 'Shared with me' },
    help: { zh: '别人共享给我、我的团队或部门的客户', en: 'Shared with me, my teams or my department' },
  },
  pool: { label: { zh: '公海', en: 'The public pool' }, help: { zh: '没有负责人的客户', en: 'Customers whom nobody looks after' } },
}
