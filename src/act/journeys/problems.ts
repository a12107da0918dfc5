import { defineProblems } from '../../core/kit/problem.ts'

export const journeyProblems = defineProblems({
  'journey.step-twice': {
    sort: 'invalid',
    words: { zh: '有两个步骤都叫“{step}”。请给其中一个换个编号。', en: 'Two steps are called “{step}”. Give one of them another id.' },
  },
  'journey.step-unknown': {
    sort: 'invalid',
    words: {
      zh: '步骤“{step}”指向不存在的步骤“{to}”。请重新连接。',
      en: 'The step “{step}” leads to “{to}”, which does not exist. Connect it again.',
    },
  },
  'journey.step-unreachable': {
    sort: 'invalid',
    words: {
      zh: '没有任何路径能走到步骤“{step}”。请把它接上，或删除它。',
      en: 'No way leads to the step “{step}”. Connect it or remove it.',
    },
  },
  'journey.circle': {
    sort: 'invalid',
    words: {
      zh: '从步骤“{step}”出发会绕回自己，中间没有等待，会一直转下去。请在圈里加一个等待。',
      en: 'From the step “{step}” the way leads back to itself without a wait and would never end. Put a wait into the circle.',
    },
  },
  'journey.template-missing': {
    sort: 'invalid',
    words: {
      zh: '步骤“{step}”使用的模板不存在，可能已被删除。请另选一个模板。',
      en: 'The template of the step “{step}” does not exist; it may have been deleted. Choose another.',
    },
  },
  'journey.unreadable': {
    sort: 'conflict',
    words: {
      zh: '旅程“{name}”保存的内容读不出来（{place}），可能是由别的版本写入，或在数据库里被改动过。它已停下，其他旅程照常运行。请恢复原来的内容、通过 API 重新写入，或删除它。',
      en: 'What is kept of the journey “{name}” cannot be read ({place}): another version wrote it, or it was changed in the database. It stands still; the others go on. Put back what it was, write it anew through the API, or delete it.',
    },
  },
  'journey.replay-unreadable': {
    sort: 'conflict',
    words: {
      zh: '这次试跑保存的内容读不出来（{place}），可能是由别的版本写入。请再试跑一次；旅程本身不受影响。',
      en: 'What is kept of this replay cannot be read ({place}); another version may have written it. Run it again; the journey itself is not touched.',
    },
  },
  'journey.not-live': {
    sort: 'conflict',
    words: {
      zh: '旅程“{name}”没有在运行。请先启动，再加入客户。',
      en: 'The journey “{name}” is not running. Start it first, then add customers.',
    },
  },
  'journey.more-than-seen': {
    sort: 'denied',
    words: {
      zh: '一次加入 {most} 位或更多客户，要由能看到全部客户的同事来做：其余的会随后陆续进入，而您只能看到其中一部分。没有加入任何客户；也可以把细分分小一些再加入。',
      en: 'To add {most} customers or more at once needs a colleague who sees every customer: the others would enter later, and you see only some of them. Nobody was put in; you can also divide the segment into smaller ones.',
    },
  },
  'journey.nobody-named': {
    sort: 'invalid',
    words: { zh: '请指定一个细分或一些客户。', en: 'Name a segment or some customers.' },
  },
  'journey.no-date': {
    sort: 'invalid',
    words: {
      zh: '“{name}”不是日期，无法按它进入旅程。请另选一个日期字段。',
      en: '“{name}” is no date, so nobody can enter by it. Choose a field that is a date.',
    },
  },
  'journey.channel-unknown': {
    sort: 'invalid',
    words: {
      zh: '步骤“{step}”的渠道“{channel}”不存在。请另选一个渠道。',
      en: 'There is no channel “{channel}”, which the step “{step}” names. Choose another.',
    },
  },
  'journey.account-missing': {
    sort: 'invalid',
    words: {
      zh: '步骤“{step}”选的渠道账号不存在，或属于别的渠道。请重新选择，或改用默认账号。',
      en: 'The account chosen in the step “{step}” does not exist or is of another channel. Choose again, or take the default one.',
    },
  },
  'journey.action-unknown': {
    sort: 'invalid',
    words: {
      zh: '步骤“{step}”的动作“{action}”不能用在旅程里。请另选一个动作。',
      en: 'The action “{action}” of the step “{step}” cannot stand in a journey. Choose another.',
    },
  },
  'journey.action-input': {
    sort: 'invalid',
    words: {
      zh: '步骤“{step}”的“{field}”没有填对。请补全后再保存。',
      en: '“{field}” of the step “{step}” is not right. Complete it, then save.',
    },
  },
  'journey.move-target': {
    sort: 'invalid',
    words: {
      zh: '步骤“{step}”在新版本里已经没有了，还有客户停在那里。请选择他们接着走哪一步，或让他们离开。',
      en: 'The step “{step}” is no longer there and customers stand at it. Choose where they go on, or let them leave.',
    },
  },
  'journey.replay-broke': {
    sort: 'conflict',
    words: { zh: '试跑没有算完，原因已记在日志里。请再试一次。', en: 'The replay broke off; the log says why. Try it again.' },
  },
})
