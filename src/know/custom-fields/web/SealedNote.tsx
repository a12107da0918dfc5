import { Alert, Progress } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { type FieldDraft, isSealable } from './field-draft.ts'
import type { FieldCard } from './FieldList.tsx'

type Props = { readonly field: FieldCard | null; readonly draft: FieldDraft }

/** What “sensitive” means for this field, before it is saved; and how far its values have been turned over. */
export function SealedNote({ field, draft }: Props) {
  const say = useSay()
  const was = field?.sensitive ?? false
  const is = draft.sensitive && isSealable(draft.type)
  const work = field?.sealing ?? null
  return (
    <>
      {work ? (
        <div className="rg-form-help" role="status">
          {work.doing === 'seal'
            ? say({ zh: '正在加密已有的值：{done} / {total}', en: 'Encrypting the values that are there: {done} of {total}' }, work)
            : say(
                { zh: '正在把已有的值改回不加密：{done} / {total}', en: 'Decrypting the values that are there: {done} of {total}' },
                work,
              )}
          <Progress percent={work.total > 0 ? Math.min(100, Math.floor((100 * work.done) / work.total)) : 100} size="small" />
        </div>
      ) : null}
      {is ? (
        <Alert
          type="info"
          showIcon
          title={say({ zh: '敏感字段：数据库里只存密文', en: 'Sensitive: only ciphertext is kept in the database' })}
          description={say({
            zh: '只能按完整的值或后四位查找，不能排序，也不能按“包含”筛选，不会出现在消息里。查看和导出照常，可以在角色里对部分同事打码。密钥文件丢失后无法恢复，请与备份分开保管。',
            en: 'It is found by its whole value or its last four characters only, is not sorted by, filtered by parts or written into messages. It is shown and exported as before, and can be masked for some colleagues by their role. Without the key file it cannot be recovered: keep that apart from the backups.',
          })}
        />
      ) : null}
      {was && !is ? (
        <Alert
          type="warning"
          showIcon
          title={say({ zh: '保存后将不再加密', en: 'It will no longer be encrypted' })}
          description={say({
            zh: '已有的值会在后台改回明文，备份和数据库里都能直接看到。',
            en: 'Values that are there are decrypted in the background, and can then be read in the database and in backups.',
          })}
        />
      ) : null}
    </>
  )
}
