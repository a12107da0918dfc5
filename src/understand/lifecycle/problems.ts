import { defineProblems } from '../../core/kit/problem.ts'

export const stageProblems = defineProblems({
  'stages.first-not-open': {
    sort: 'invalid',
    words: {
      zh: '第一个阶段“{name}”收下所有不符合后面阶段的客户，不能带条件。请去掉它的条件。',
      en: 'The first stage, “{name}”, takes everybody who fits no later one, so it cannot have conditions. Take its conditions out.',
    },
  },
  'stages.twice': {
    sort: 'invalid',
    words: {
      zh: '有两个阶段使用了同一个标识“{name}”。请给其中一个换一个标识。',
      en: 'Two stages share the key “{name}”. Give one of them another key.',
    },
  },
  'stages.looks-at-itself': {
    sort: 'invalid',
    words: {
      zh: '阶段的条件不能引用阶段、客户等级或细分（位置 {path}），因为它们由阶段推算而来。请改用消费、资料或行为。',
      en: 'A stage’s rule cannot ask for stages, tiers or segments (at {path}): those follow from the stage. Ask for purchases, details or facts instead.',
    },
  },
  'stages.in-use': {
    sort: 'conflict',
    words: {
      zh: '阶段“{name}”还被这些细分引用：{names}。请先修改它们，再删去这个阶段。',
      en: 'The stage “{name}” is still used by these segments: {names}. Change them first, then remove the stage.',
    },
  },
  'stages.unknown': {
    sort: 'missing',
    words: {
      zh: '没有标识为“{name}”的阶段，可能刚被删去。请刷新页面后再试。',
      en: 'There is no stage “{name}”; it may just have been removed. Load the page again.',
    },
  },
  'stages.no-such-person': {
    sort: 'invalid',
    words: {
      zh: '这位负责人不存在或已停用。请选另一位同事。',
      en: 'This colleague does not exist or was disabled. Choose another one.',
    },
  },
})
