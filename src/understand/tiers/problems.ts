import { defineProblems } from '../../core/kit/problem.ts'

export const tierProblems = defineProblems({
  'tiers.none': {
    sort: 'invalid',
    words: {
      zh: '方案里还没有等级。请先添加至少一个等级；最低的一级收下所有人。',
      en: 'The scheme has no tiers. Add at least one; the lowest takes everybody.',
    },
  },
  'tiers.lowest-not-open': {
    sort: 'invalid',
    words: {
      zh: '最低一级“{name}”收下所有不符合更高等级的客户，不能带条件。请去掉它的条件。',
      en: 'The lowest tier, “{name}”, takes everybody who fits no higher one, so it cannot have conditions. Take its conditions out.',
    },
  },
  'tiers.no-conditions': {
    sort: 'invalid',
    words: {
      zh: '等级“{name}”没有条件，会收下所有人。除最低一级外，请为每一级写明条件。',
      en: 'The tier “{name}” has no conditions and would take everybody. Give every tier but the lowest a rule.',
    },
  },
  'tiers.twice': {
    sort: 'invalid',
    words: {
      zh: '有两个等级使用了同一个标识“{name}”。请给其中一个换一个标识。',
      en: 'Two tiers share the key “{name}”. Give one of them another key.',
    },
  },
  'tiers.looks-at-itself': {
    sort: 'invalid',
    words: {
      zh: '等级的条件不能引用等级或细分（位置 {path}），因为它们由等级推算而来。请改用消费、资料、阶段或行为。',
      en: 'A tier’s rule cannot ask for tiers or segments (at {path}): those follow from the tier. Ask for purchases, details, the stage or facts instead.',
    },
  },
  'tiers.year-too-short': {
    sort: 'invalid',
    words: {
      zh: '消费按自然年累计时，年初会归零；等级“{name}”只到当年年底，就会在新年第一天人人不达标。请把有效期改到下一年年底，或改为近 12 个月累计。',
      en: 'Spend counted by calendar year begins at zero each January; “{name}” is valid to the end of the same year only, so nobody would hold it on 1 January. Let it last to the end of the next year, or count the last 12 months.',
    },
  },
  'tiers.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '这份方案刚刚被别人改过或发布了，您的改动没有保存。请刷新后在最新的版本上再改。',
      en: 'Somebody changed or published this scheme meanwhile; your changes were not saved. Refresh and make them on the newest version.',
    },
  },
  'tiers.not-a-draft': {
    sort: 'conflict',
    words: {
      zh: '这份方案已发布过，不能再改或删除。请另存为新草稿再修改。',
      en: 'This version was published and stays as it is. Make a new draft of it to change it.',
    },
  },
  'tiers.in-use': {
    sort: 'conflict',
    words: {
      zh: '等级“{name}”还被这些内容引用：{names}。请先修改它们，再发布没有这个等级的方案。',
      en: 'The tier “{name}” is still used by {names}. Change those first, then publish a scheme without it.',
    },
  },
  'tiers.not-published': {
    sort: 'conflict',
    words: {
      zh: '还没有发布分级方案，暂时不能指定等级。请先发布方案。',
      en: 'No scheme of tiers is published yet, so no tier can be fixed. Publish one first.',
    },
  },
  'tiers.unknown': {
    sort: 'invalid',
    words: { zh: '现行方案里没有“{name}”这个等级。请重新选择。', en: 'The published scheme has no tier “{name}”. Choose another.' },
  },
  'tiers.end-passed': {
    sort: 'invalid',
    words: {
      zh: '结束日期必须在今天之后、五年之内。请重新选择日期。',
      en: 'The end must lie after today and within five years. Choose another day.',
    },
  },
  'tiers.not-fixed': {
    sort: 'conflict',
    words: {
      zh: '这位客户的等级不是人工指定的，无需撤销。',
      en: 'This customer’s tier is not fixed by hand, so there is nothing to undo.',
    },
  },
})
