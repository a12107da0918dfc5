import { Alert, App, Button, Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { previewErasure, startErasure } from '../erasure-actions.ts'
import { Fact } from './DataMapTab.tsx'

type Preview = ReplyOf<typeof previewErasure>
type Props = { readonly customerId: string; readonly requestId?: string; readonly onClose: () => void }

/** Shows what goes and what stays, and why; only then it can be begun. */
export function EraseModal({ customerId, requestId, onClose }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const asked = useAsk(previewErasure, { id: customerId })
  const start = useAct(startErasure)
  const [understood, setUnderstood] = useState(false)
  const [reason, setReason] = useState('')
  const begin = (preview: Preview) =>
    start.mutate(
      { id: customerId, version: preview.version, reason: reason.trim() || null, ...(requestId ? { requestId } : {}) },
      {
        onSuccess: ({ state }) => {
          const said =
            state === 'asked'
              ? { zh: '已提出，等待另一位同事在“隐私”页确认', en: 'Asked for; another colleague confirms on the page “Privacy”' }
              : { zh: '正在删除，完成后会有证明', en: 'Being erased; a certificate follows' }
          message.success(say(said))
          onClose()
        },
        onError: (error) => {
          message.error(sayProblem(error))
          void asked.refetch()
        },
      },
    )
  return (
    <Modal
      open
      width={720}
      title={say({ zh: '删除个人信息：将会发生什么？', en: 'Erase a person: what will happen?' })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{say({ zh: '取消', en: 'Cancel' })}</Button>
          <Button
            danger
            type="primary"
            disabled={!understood || !asked.data}
            loading={start.isPending}
            onClick={() => asked.data && begin(asked.data)}
          >
            {asked.data?.fourEyes ? say({ zh: '提请删除', en: 'Ask for the erasure' }) : say({ zh: '永久删除', en: 'Erase for good' })}
          </Button>
        </>
      }
    >
      <Answered of={asked}>
        {(preview) => (
          <>
            <div className="rg-privacy-preview">
              <Shown preview={preview} />
            </div>
            <Input.TextArea
              aria-label={say({ zh: '原因（完成后不再保留）', en: 'Reason (not kept afterwards)' })}
              placeholder={say({ zh: '原因（完成后不再保留）', en: 'Reason (not kept afterwards)' })}
              rows={2}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              style={{ margin: '12px 0' }}
            />
            <Checkbox checked={understood} onChange={(event) => setUnderstood(event.target.checked)}>
              {say({
                zh: '我知道这不能撤销，恢复备份也不会带回。',
                en: 'I know that this cannot be undone, and that no backup brings it back.',
              })}
            </Checkbox>
          </>
        )}
      </Answered>
    </Modal>
  )
}

function Shown({ preview }: { readonly preview: Preview }) {
  const say = useSay()
  const format = useFormat()
  const sum = (parts: readonly { rows: number }[]) => parts.reduce((total, { rows }) => total + rows, 0)
  const also = [
    preview.merged > 0
      ? say({ zh: '合并进来的 {n} 份档案一并删除', en: '{n} merged {n|record goes|records go} along' }, { n: preview.merged })
      : null,
    preview.files > 0 ? say({ zh: '{n} 个附件', en: '{n} {n|file|files}' }, { n: preview.files }) : null,
    preview.importsWithFile > 0
      ? say({ zh: '{n} 个含有此人的导入文件', en: '{n} uploaded {n|file that names|files that name} them' }, { n: preview.importsWithFile })
      : null,
    preview.openTodos > 0 ? say({ zh: '{n} 条未完成的待办', en: '{n} open {n|to-do|to-dos}' }, { n: preview.openTodos }) : null,
    preview.queued > 0
      ? say({ zh: '{n} 条待发消息不再发送', en: '{n} waiting {n|message is|messages are} not sent' }, { n: preview.queued })
      : null,
    preview.runs > 0 ? say({ zh: '{n} 个进行中的旅程结束', en: '{n} {n|journey ends|journeys end}' }, { n: preview.runs }) : null,
  ].filter((text) => text !== null)
  return (
    <>
      <p>
        {say(
          { zh: '将删除“{name}”的 {n} 行数据。', en: '{n} rows of “{name}” will be erased.' },
          { name: preview.name ?? '—', n: format.count(sum(preview.goes)) },
        )}
      </p>
      {also.length > 0 ? <p>{also.join(say({ zh: '；', en: '; ' }))}</p> : null}
      {preview.fourEyes ? (
        <Alert type="info" title={say({ zh: '须由另一位同事确认后才开始。', en: 'It begins once another colleague has confirmed.' })} />
      ) : null}
      <h3>{say({ zh: '删除', en: 'Goes' })}</h3>
      <dl className="rg-privacy-facts">
        {preview.goes.map((part) => (
          <Fact key={part.table} label={say(part.label)}>
            {format.count(part.rows)}
          </Fact>
        ))}
      </dl>
      <h3>{say({ zh: '保留，但不再指向此人', en: 'Stays, and leads to nobody' })}</h3>
      {preview.stays.length === 0 ? (
        <p>{say({ zh: '什么都不保留。', en: 'Nothing stays.' })}</p>
      ) : (
        <dl className="rg-privacy-facts">
          {preview.stays.map((part) => (
            <Fact key={part.table} label={say(part.label)}>
              {format.count(part.rows)} · {say(part.why)}
            </Fact>
          ))}
        </dl>
      )}
      <p className="rg-note">
        {say({
          zh: '个人密钥一并销毁，旧备份里的内容不可再读。电话和邮箱只留带密钥的散列，防止重新导入后又被营销。',
          en: 'The person’s key is destroyed, so older backups cannot be read. Of phones and addresses only keyed hashes stay, so that a new import does not market to them.',
        })}
      </p>
    </>
  )
}
