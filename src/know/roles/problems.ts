import { defineProblems } from '../../core/kit/problem.ts'

export const roleProblems = defineProblems({
  'role.missing': {
    sort: 'missing',
    words: {
      zh: '没有这个角色，可能已被删除。请刷新后再试。',
      en: 'There is no such role; it may have been deleted. Refresh and try again.',
    },
  },
  'role.standing': {
    sort: 'conflict',
    words: {
      zh: '“{name}”是系统自带的角色，不能修改或删除，也不在这里分配。请新建一个角色来调整。',
      en: '“{name}” comes with the product and cannot be changed, deleted or given out here. Make a role of your own instead.',
    },
  },
  'role.in-use': {
    sort: 'conflict',
    words: {
      zh: '“{name}”还有 {count} 人在用。请先给他们换成别的角色。',
      en: '“{name}” is still held by {count} {count|person|people}. Give them another role first.',
    },
  },
  'role.name-taken': {
    sort: 'conflict',
    words: { zh: '已有叫“{name}”的角色，请换一个名称。', en: 'There is a role called “{name}” already. Choose another name.' },
  },
  'role.unknown-kind': {
    sort: 'invalid',
    words: { zh: '没有“{name}”这种对象（位置 {path}）。', en: 'There is no kind of record called “{name}” (at {path}).' },
  },
  'role.unknown-field': {
    sort: 'invalid',
    words: { zh: '客户没有“{name}”这个字段（位置 {path}）。', en: 'Customers have no field “{name}” (at {path}).' },
  },
  'role.rows-elsewhere': {
    sort: 'invalid',
    words: {
      zh: '只有客户可以按范围授权；其他对象跟随客户，这里请写 ["all"]（位置 {path}）。',
      en: 'Only customers have rows to choose; whatever else follows them. Write ["all"] here (at {path}).',
    },
  },
  'role.own': {
    sort: 'denied',
    words: {
      zh: '不能修改自己的权限。请由另一位负责权限的同事来做。',
      en: 'Nobody changes their own rights. Ask another colleague who manages rights.',
    },
  },
  'share.missing': {
    sort: 'missing',
    words: { zh: '没有这条共享，可能已经收回。', en: 'There is no such share; it may have been taken back already.' },
  },
  'share.nobody': {
    sort: 'invalid',
    words: { zh: '没有这位同事、团队或部门。请重新选择。', en: 'There is no such colleague, team or department. Choose again.' },
  },
  'share.past': {
    sort: 'invalid',
    words: { zh: '到期时间已经过去。请选择将来的时间，或不填。', en: 'That end is in the past. Choose one to come, or leave it out.' },
  },
  'rights.too-many-reveals': {
    sort: 'limit',
    words: {
      zh: '一小时内最多查看 {most} 次打码内容。请 {minutes} 分钟后再试。',
      en: 'At most {most} masked values are revealed in an hour. Try again in {minutes} {minutes|minute|minutes}.',
    },
  },
})
