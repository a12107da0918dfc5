import { CloseOutlined, FileOutlined, PaperClipOutlined } from '@ant-design/icons'
import { Alert, Button, Progress } from 'antd'
import { type ChangeEvent, useEffect, useId, useRef, useState } from 'react'
import { attachableWords, type AttachedFile, attachedFile, fileTypes, isPicture, largestAttachment } from '../../core/kit/attached-file.ts'
import { fillBoth, type Words } from '../../core/kit/words.ts'
import { ProblemError } from '../../ui/call.ts'
import { useSay } from '../../ui/language.tsx'
import { sendFile } from '../../ui/send-file.ts'
import { useFormat } from '../../ui/shop.tsx'
import { useSayProblem } from '../../ui/States.tsx'
import './files.css'

const addressOf = (id: string) => `/api/files/${id}`
/** A larger picture is not fetched only to be drawn small. */
const largestShown = 3 * 1024 ** 2

/** Files that hang on something: pictures small, all of them to be saved. */
export function AttachedFiles(props: { readonly files: readonly AttachedFile[]; readonly onRemove?: (file: AttachedFile) => void }) {
  const say = useSay()
  const sayBytes = useSayBytes()
  if (props.files.length === 0) return null
  return (
    <ul className="rg-files">
      {props.files.map((file) => (
        <li key={file.id}>
          <a href={addressOf(file.id)} download={file.name} title={file.name}>
            {isPicture(file.type) && file.size <= largestShown ? (
              <img src={`${addressOf(file.id)}/picture`} alt="" loading="lazy" width={40} height={40} />
            ) : (
              <FileOutlined aria-hidden="true" />
            )}
            <span className="rg-files-name">{file.name}</span>
            <span className="rg-files-size">{sayBytes(file.size)}</span>
          </a>
          {props.onRemove ? (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={say({ zh: '移除附件：{name}', en: 'Remove the attachment {name}' }, { name: file.name })}
              onClick={() => props.onRemove?.(file)}
            />
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function useSayBytes(): (bytes: number) => string {
  const format = useFormat()
  return (bytes) => (bytes < 1_000_000 ? `${format.number(Math.max(1, bytes / 1_000), 0)} KB` : `${format.number(bytes / 1_000_000, 1)} MB`)
}

type Props = { readonly files: readonly AttachedFile[]; readonly onChange: (files: readonly AttachedFile[]) => void; readonly most: number }
type Sending = { readonly name: string; readonly sent: number; readonly of: number; readonly stop: () => void }

const accepted = fileTypes.flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`)).join(',')

/** Adds files one after the other and takes them away again. What is sent can be watched and stopped. */
export function AttachFiles(props: Props) {
  const say = useSay()
  const id = useId()
  const sayProblem = useSayProblem()
  const upload = useUploads(props)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    upload.send([...(event.target.files ?? [])])
    event.target.value = ''
  }
  return (
    <div className="rg-attach">
      <AttachedFiles files={props.files} onRemove={(gone) => props.onChange(props.files.filter((file) => file.id !== gone.id))} />
      {upload.sending ? <SendingLine sending={upload.sending} /> : null}
      {upload.failure ? (
        <Alert type="error" showIcon role="alert" title={sayProblem(upload.failure)} closable={{ onClose: upload.forget }} />
      ) : null}
      {props.files.length < props.most && !upload.sending ? (
        <div className="rg-attach-choose">
          <label htmlFor={id}>
            <PaperClipOutlined aria-hidden="true" /> {say({ zh: '添加附件', en: 'Attach files' })}
            <input id={id} type="file" multiple accept={accepted} onChange={choose} aria-describedby={`${id}-what`} />
          </label>
          <span id={`${id}-what`}>{say(attachableWords)}</span>
        </div>
      ) : null}
    </div>
  )
}

function SendingLine({ sending }: { readonly sending: Sending }) {
  const say = useSay()
  return (
    <div className="rg-attach-sending" role="status">
      <span>{say({ zh: '正在上传“{name}”', en: 'Uploading “{name}”' }, { name: sending.name })}</span>
      <Progress
        percent={Math.floor((100 * sending.sent) / Math.max(1, sending.of))}
        size="small"
        aria-label={say({ zh: '上传进度', en: 'Upload' })}
      />
      <Button size="small" onClick={sending.stop}>
        {say({ zh: '停止', en: 'Stop' })}
      </Button>
    </div>
  )
}

const tooLarge: Words = {
  zh: '“{name}”超过 25 MB，没有上传。请压缩后再传，或发一个较小的版本。',
  en: '“{name}” is larger than 25 MB and was not sent. Compress it, or attach a smaller version.',
}

function refuseLarge(file: File): void {
  if (file.size <= largestAttachment) return
  throw new ProblemError({ code: 'file.too-large', status: 413, words: fillBoth(tooLarge, { name: file.name }) })
}

function useUploads({ files, onChange, most }: Props) {
  const [sending, setSending] = useState<Sending | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const stopRef = useRef<(() => void) | null>(null)
  useEffect(() => () => stopRef.current?.(), [])
  const sendAll = async (chosen: readonly File[]) => {
    const controller = new AbortController()
    const stop = () => controller.abort()
    stopRef.current = stop
    setFailure(null)
    let held = files
    try {
      for (const file of chosen.slice(0, most - files.length)) {
        refuseLarge(file)
        const watch = (sent: number) => setSending({ name: file.name, sent, of: file.size, stop })
        watch(0)
        const answered = await sendFile(file, { to: '/api/files', answer: attachedFile, signal: controller.signal, onProgress: watch })
        held = [...held, answered]
        onChange(held)
      }
    } catch (error) {
      if (!controller.signal.aborted) setFailure(error)
    } finally {
      stopRef.current = null
      setSending(null)
    }
  }
  return { sending, failure, forget: () => setFailure(null), send: (chosen: readonly File[]) => void sendAll(chosen) }
}
