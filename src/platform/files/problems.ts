import { defineProblems } from '../../core/kit/problem.ts'

export const fileProblems = defineProblems({
  'file.too-large': {
    sort: 'large',
    words: {
      zh: '“{name}”超过 {limit}，没有保存。请压缩后再传，或发一个较小的版本。',
      en: '“{name}” is larger than {limit} and was not kept. Compress it, or send a smaller version.',
    },
  },
  'file.empty': {
    sort: 'invalid',
    words: { zh: '“{name}”是空的，没有保存。请检查后重新选择。', en: '“{name}” is empty and was not kept. Check it and choose it again.' },
  },
  'file.other-type': {
    sort: 'invalid',
    words: {
      zh: '“{name}”的类型不能作为附件，没有保存。可以附上照片、PDF、录音、Office 文档或文本。',
      en: '“{name}” is of a type that cannot be attached; it was not kept. Attach photos, PDF, audio, Office documents or text.',
    },
  },
  'file.refused-by-scanner': {
    sort: 'invalid',
    words: {
      zh: '“{name}”没有通过病毒扫描，没有保存。请换一个文件；确信无害的，请联系系统的维护人员。',
      en: 'The virus scanner refused “{name}”, and it was not kept. Choose another file, or, if you are sure that it is harmless, ask whoever runs the system.',
    },
  },
  'file.not-scanned': {
    sort: 'conflict',
    words: {
      zh: '病毒扫描没有给出结果，“{name}”没有保存。请稍后再试；若一直如此，请告诉系统的维护人员。',
      en: 'The virus scanner gave no answer, so “{name}” was not kept. Try again later; if it stays so, tell whoever runs the system.',
    },
  },
  'file.upload-broken': {
    sort: 'invalid',
    words: { zh: '上传中断，文件没有收全。请重新上传。', en: 'The upload broke off before the whole file had arrived. Upload it again.' },
  },
  'file.missing': {
    sort: 'missing',
    words: {
      zh: '没有这个文件，可能已被移除，或上传后一天内没有使用而清理。请重新上传。',
      en: 'There is no such file; it was removed, or cleared because nothing used it within a day. Upload it again.',
    },
  },
})
