import { defineProblems } from '../../core/kit/problem.ts'

export const staffProblems = defineProblems({
  'department.missing': {
    sort: 'missing',
    words: { zh: '这个部门已不存在。请刷新页面。', en: 'This department no longer exists. Reload the page.' },
  },
  'department.name-taken': {
    sort: 'conflict',
    words: {
      zh: '同一上级下已有名为“{name}”的部门。请换一个名称，或直接使用它。',
      en: 'There is a department called “{name}” in the same place already. Use another name, or that department.',
    },
  },
  'department.circle': {
    sort: 'conflict',
    words: {
      zh: '“{name}”不能移到“{parent}”下面，因为“{parent}”本来就在它下面。请另选上级部门。',
      en: '“{name}” cannot stand under “{parent}”, which stands below it. Choose another place.',
    },
  },
  'department.not-empty': {
    sort: 'conflict',
    words: {
      zh: '“{name}”还不能删除：{what}。请先把他们移到别的部门。',
      en: '“{name}” cannot be removed yet: it has {what}. Move them elsewhere first.',
    },
  },
  'department.too-many': {
    sort: 'conflict',
    words: { zh: '部门已达 {most} 个。请先删除不用的。', en: 'There are {most} departments already. Remove some first.' },
  },
  'team.missing': { sort: 'missing', words: { zh: '这个团队已不存在。请刷新页面。', en: 'This team no longer exists. Reload the page.' } },
  'team.name-taken': {
    sort: 'conflict',
    words: { zh: '已有名为“{name}”的团队。请换一个名称。', en: 'There is a team called “{name}” already. Use another name.' },
  },
  'team.too-many': {
    sort: 'conflict',
    words: { zh: '团队已达 {most} 个。请先删除不用的。', en: 'There are {most} teams already. Remove some first.' },
  },
  'staff.circle': {
    sort: 'conflict',
    words: {
      zh: '这样会绕成一圈：{names}。请先改其中一位的上级或部门主管；未做任何改动。',
      en: 'That would go round in a circle: {names}. Change whom one of them answers to first; nothing was changed.',
    },
  },
  'invitation.joined': {
    sort: 'conflict',
    words: {
      zh: '{name}已经加入，邀请不能再撤回。如需收回账号，请办理离职交接或停用。',
      en: '{name} has joined already, so the invitation cannot be withdrawn. Hand over or disable the account instead.',
    },
  },
  'invitation.owns': {
    sort: 'conflict',
    words: {
      zh: '{name}名下已有 {customers} 位客户、{todos} 件待办，邀请不能撤回。请先办理离职交接。',
      en: '{name} has {customers} {customers|customer|customers} and {todos} {todos|to-do|to-dos} already, so the invitation cannot be withdrawn. Hand over first.',
    },
  },
  'pool.taken': {
    sort: 'conflict',
    words: { zh: '“{name}”刚刚被{owner}领取了。请刷新列表。', en: '“{name}” has just been claimed by {owner}. Reload the list.' },
  },
  'owner.nobody-claims': {
    sort: 'invalid',
    words: {
      zh: '领取要由登录的同事来做。用 API 密钥时，请用“指派负责人”并写明是谁。',
      en: 'Only somebody who is signed in can claim. With an API key, assign an owner by name instead.',
    },
  },
  'owner.round-missing': {
    sort: 'missing',
    words: { zh: '这次批量指派已不存在。请刷新页面。', en: 'This bulk change no longer exists. Reload the page.' },
  },
  'hand-over.missing': {
    sort: 'missing',
    words: { zh: '这次交接已不存在。请刷新页面。', en: 'This hand-over no longer exists. Reload the page.' },
  },
  'hand-over.yourself': {
    sort: 'conflict',
    words: { zh: '不能给自己办理离职交接。请让另一位负责人来办。', en: 'You cannot hand over for yourself. Ask another owner to do it.' },
  },
  'hand-over.to-leaver': {
    sort: 'invalid',
    words: { zh: '不能交给离职的人自己。请另选接手的同事。', en: 'It cannot go to the person who leaves. Choose somebody else.' },
  },
  'hand-over.running': {
    sort: 'conflict',
    words: {
      zh: '{name}的交接还在进行。请等它完成，或先停止。',
      en: 'A hand-over of {name} is under way. Wait for its end, or stop it first.',
    },
  },
  'hand-over.not-so': {
    sort: 'conflict',
    words: {
      zh: '这次交接现在不能这样做，它的状态已经变了。请刷新页面。',
      en: 'That cannot be done with this hand-over now; its state has changed. Reload the page.',
    },
  },
})
