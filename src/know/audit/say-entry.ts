import type { Words } from '../../core/kit/words.ts'
import type { AuditEntryAnswer } from './audit.ts'

/** An entry in a sentence. `{who}`, `{what}`, `{kind}`, `{subject}` and `{n}` are filled in by whoever shows it. */
export function sayEntry({
  kind,
  action,
  outcome,
  subjectName,
  code,
}: Pick<AuditEntryAnswer, 'kind' | 'action' | 'outcome' | 'subjectName' | 'code'>): Words {
  if (kind === 'sign-in') return outcome === 'refused' ? signIns.refused : signIns.done
  if (kind === 'refusal') return code === 'access.signed-out' ? wrongKey : refused
  if (kind === 'reading') return readings[action] ?? reading
  return subjectName === null ? change : changeOfSubject
}

const change: Words = { zh: '{who}：{what}', en: '{who}: {what}' }
const changeOfSubject: Words = { zh: '{who}：{what} {subject}', en: '{who}: {what} {subject}' }
const refused: Words = { zh: '{who} 想做“{what}”，被拒绝', en: '{who} tried “{what}” and was refused' }
const wrongKey: Words = { zh: '有人用错误的密钥尝试“{what}”，被拒绝', en: 'Somebody tried “{what}” with a wrong key and was refused' }
const reading: Words = { zh: '{who} 看了“{what}”，{n} 条', en: '{who} looked at “{what}”, {n} {n|record|records}' }

const signIns = {
  done: { zh: '{who} 登录了', en: '{who} signed in' },
  refused: { zh: '{who} 登录被拒绝', en: '{who} was refused at the door' },
} satisfies Record<string, Words>

const readings: Readonly<Record<string, Words>> = {
  open: { zh: '{who} 查看了{kind} {subject}', en: '{who} opened the {kind} {subject}' },
  list: { zh: '{who} 浏览了{kind}列表，{n} 条', en: '{who} looked through the list {kind}, {n} {n|record|records}' },
  search: { zh: '{who} 搜索了{kind}，看到 {n} 条', en: '{who} searched {kind} and saw {n} {n|record|records}' },
  'reveal-value': { zh: '{who} 查看了 {subject} 的打码内容', en: '{who} revealed a masked value of {subject}' },
  minor: { zh: '{who} 查看了未成年人 {subject} 的资料', en: '{who} read details of the minor {subject}' },
  reveal: { zh: '{who} 查看了 {subject} 的打码内容', en: '{who} revealed a masked value of {subject}' },
  download: { zh: '{who} 下载了附件 {subject}', en: '{who} downloaded the file {subject}' },
  picture: { zh: '{who} 查看了图片 {subject}', en: '{who} looked at the picture {subject}' },
  'export-list': { zh: '{who} 导出了{kind}，{n} 条', en: '{who} exported {kind}, {n} {n|record|records}' },
  'export-list-ended': { zh: '{who} 的导出结束了', en: 'The export of {who} ended' },
  backup: { zh: '{who} 取走了备份', en: '{who} took a backup' },
  audit: { zh: '{who} 查阅了审计', en: '{who} read the audit' },
}

export const kindWords: Readonly<Record<string, Words>> = {
  change: { zh: '改动', en: 'Changes' },
  reading: { zh: '查看', en: 'Readings' },
  refusal: { zh: '被拒绝', en: 'Refusals' },
  'sign-in': { zh: '登录', en: 'Sign-ins' },
}

export const breakWords: Readonly<Record<string, Words>> = {
  altered: { zh: '内容被改过', en: 'Its content was altered' },
  'values-altered': { zh: '改动前后的值被改过', en: 'Its values were altered' },
  'values-missing': { zh: '改动前后的值被拿掉了', en: 'Its values were taken out' },
  missing: { zh: '整条被删除', en: 'It was deleted' },
  relinked: { zh: '它在链上的一环被改过', en: 'Its link in the chain was altered' },
  gap: { zh: '它前面的链被删过', en: 'Links before it were deleted' },
  inserted: { zh: '是后来塞进去的', en: 'It was put in afterwards' },
  misdated: { zh: '日期与前后不符', en: 'Its date does not fit its neighbours' },
  'cut-off': { zh: '从这里起，末尾被截掉了', en: 'From here on the end was cut off' },
  rewritten: { zh: '这里以前的整条链被重写过', en: 'The chain up to here was written anew' },
}
