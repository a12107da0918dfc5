import { defineProblems } from '../../core/kit/problem.ts'

export const tagProblems = defineProblems({
  'tag.missing': { sort: 'missing', words: { zh: '这个标签已不存在。请刷新页面。', en: 'This tag no longer exists. Reload the page.' } },
  'tag.name-taken': {
    sort: 'conflict',
    words: {
      zh: '已有名为“{name}”的标签。请直接使用它，或把两个标签合并。',
      en: 'There is a tag called “{name}” already. Use that one, or merge the two.',
    },
  },
  'tag.retired': {
    sort: 'conflict',
    words: { zh: '标签“{name}”已停用。请先恢复它。', en: 'The tag “{name}” is retired. Bring it back first.' },
  },
  'tag.in-use': {
    sort: 'conflict',
    words: {
      zh: '标签“{name}”还在使用中：{names}。请先修改它们，再停用。',
      en: 'The tag “{name}” is still used by {names}. Change that first, then retire it.',
    },
  },
  'tag.itself': { sort: 'invalid', words: { zh: '不能把标签合并到它自己。', en: 'A tag cannot be merged into itself.' } },
  'tag.too-many': {
    sort: 'conflict',
    words: { zh: '标签已达 {most} 个。请先停用不用的。', en: 'There are {most} tags already. Retire some first.' },
  },
  'tag.expired-already': {
    sort: 'invalid',
    words: { zh: '到期时间已过，请选择将来的时间。', en: 'That time is past already; choose one to come.' },
  },
  'tag.round-over': {
    sort: 'conflict',
    words: {
      zh: '这次批量操作还没有结束、已经撤销，或已过 30 天，不能撤销。请刷新页面看看。',
      en: 'This bulk change is still under way, is undone already, or ended more than 30 days ago. Reload the page to see.',
    },
  },
  'tag.merging': {
    sort: 'conflict',
    words: {
      zh: '标签“{name}”正在并入另一个标签，请等它完成。',
      en: 'The tag “{name}” is just becoming part of another. Wait until that is done.',
    },
  },
  'tag.round-missing': {
    sort: 'missing',
    words: { zh: '这次批量操作已不存在。请刷新页面。', en: 'This bulk change no longer exists. Reload the page.' },
  },
})
