import { defineProblems } from '../../core/kit/problem.ts'

export const customFieldProblems = defineProblems({
  'custom-field.unknown-entity': {
    sort: 'invalid',
    words: { zh: '“{entity}”不能添加自定义字段。', en: 'No fields can be added to “{entity}”.' },
  },
  'custom-field.name-taken': {
    sort: 'conflict',
    words: {
      zh: '字段名“{name}”已被使用。请换一个字段名，或恢复、修改原来的字段。',
      en: 'The field name “{name}” is taken. Choose another name, or bring back or change that field.',
    },
  },
  'custom-field.label-taken': {
    sort: 'conflict',
    words: {
      zh: '已有名为“{label}”的字段。请换一个名称，以免分不清。',
      en: 'There is a field called “{label}” already. Choose another name, so that they can be told apart.',
    },
  },
  'custom-field.options-needed': {
    sort: 'invalid',
    words: { zh: '单选字段至少要有一个选项。', en: 'A choice needs at least one option.' },
  },
  'custom-field.option-twice': {
    sort: 'invalid',
    words: { zh: '选项“{value}”出现了两次，请去掉一个。', en: 'The option “{value}” stands there twice; take one away.' },
  },
  'custom-field.too-many': {
    sort: 'conflict',
    words: { zh: '自定义字段已达 {most} 个。请先停用不用的。', en: 'There are {most} fields of your own already. Retire some first.' },
  },
  'custom-field.missing': {
    sort: 'missing',
    words: { zh: '这个字段已不存在。请刷新页面。', en: 'This field no longer exists. Reload the page.' },
  },
  'custom-field.retired': {
    sort: 'conflict',
    words: { zh: '“{label}”已停用。请先恢复，再修改。', en: '“{label}” is retired. Bring it back before changing it.' },
  },
  'custom-field.in-use': {
    sort: 'conflict',
    words: {
      zh: '“{label}”还在使用中：{names}。请先修改它们，再停用。',
      en: '“{label}” is still used by {names}. Change that first, then retire it.',
    },
  },
  'custom-field.used-in-type': {
    sort: 'conflict',
    words: {
      zh: '“{label}”还在使用中：{names}。类型一变，这些条件可能不再成立；请先修改它们，再改类型。',
      en: '“{label}” is still used by {names}, whose conditions fit its type. Change that first, then the type.',
    },
  },
  'custom-field.unreadable': {
    sort: 'conflict',
    words: {
      zh: '{unreadable} 个值读不成新的类型（共 {values} 个）。确认后它们会原样保留，但视为未填写；尚未改动。',
      en: '{unreadable} of {values} values cannot be read in the new type. Confirm, and they are kept as they are but count as missing; nothing was changed yet.',
    },
  },
  'custom-field.converting': {
    sort: 'conflict',
    words: {
      zh: '“{label}”的值正在转换，请稍候再改。',
      en: 'The values of “{label}” are still being converted. Wait a moment, then change it.',
    },
  },
  'custom-field.not-sealable': {
    sort: 'invalid',
    words: {
      zh: '“{type}”类型的字段不能设为敏感。可以设为敏感的有：文本、数字、日期、手机号、邮箱和身份证号。',
      en: 'A field of the type “{type}” cannot be marked sensitive. Texts, numbers, dates, phones, e-mails and ID card numbers can.',
    },
  },
  'custom-field.sealed-type': {
    sort: 'conflict',
    words: {
      zh: '“{label}”是敏感字段，值已加密，不能改变类型。请先取消“敏感”，等值转换完再改。',
      en: '“{label}” is sensitive and its values are encrypted, so its type cannot change. Take “sensitive” away first, and wait until that is done.',
    },
  },
  'custom-field.used-in-sealing': {
    sort: 'conflict',
    words: {
      zh: '“{label}”还在使用中：{names}。设为敏感后只能按完整的值或后四位查找，这些条件可能不再成立；请先修改它们。',
      en: '“{label}” is still used by {names}. Once sensitive it can be found only whole or by its last four characters, which those conditions may not fit. Change them first.',
    },
  },
})
