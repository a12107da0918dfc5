import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button, Progress as Bar } from 'antd'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { sendFile } from '../../../ui/send-file.ts'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'

const arrived = z.looseObject({ id: z.guid() })

type Sending = { readonly name: string; readonly sent: number; readonly of: number; readonly stop: () => void }

/** Takes a workbook or a CSV file, dropped or chosen, sends it up and leads to its page. */
export function DropPlace() {
  const go = useGo()
  const upload = useUpload((id) => go(`/import/${id}`))
  const sayProblem = useSayProblem()
  return (
    <>
      {upload.failure ? <Alert type="error" showIcon role="alert" title={sayProblem(upload.failure)} className="rg-drop-failure" /> : null}
      {upload.sending ? <SendingView sending={upload.sending} /> : <Dropping onFile={upload.send} />}
    </>
  )
}

function useUpload(onDone: (id: string) => void) {
  const [sending, setSending] = useState<Sending | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const stopRef = useRef<(() => void) | null>(null)
  useEffect(() => () => stopRef.current?.(), [])
  const send = async (file: File) => {
    const controller = new AbortController()
    const stop = () => controller.abort()
    stopRef.current = stop
    setFailure(null)
    setSending({ name: file.name, sent: 0, of: file.size, stop })
    try {
      const { id } = await sendFile(file, {
        to: '/api/imports/files',
        answer: arrived,
        signal: controller.signal,
        onProgress: (sent) => setSending({ name: file.name, sent, of: file.size, stop }),
      })
      stopRef.current = null
      onDone(id)
    } catch (error) {
      setSending(null)
      if (!controller.signal.aborted) setFailure(error)
    }
  }
  return { sending, failure, send: (file: File) => void send(file) }
}

function Dropping({ onFile }: { readonly onFile: (file: File) => void }) {
  const say = useSay()
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const drag = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <label className={over ? 'rg-drop rg-drop-over' : 'rg-drop'} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
      <input type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,text/csv,text/plain" onChange={(event) => take(event.target.files)} />
      <InboxOutlined aria-hidden="true" className="rg-drop-icon" />
      <span className="rg-drop-title">
        {say({ zh: '把 Excel 或 CSV 文件拖到这里，或点击选择', en: 'Drop an Excel or CSV file here, or click to choose one' })}
      </span>
      <span className="rg-drop-hint">
        {say({
          zh: '订单明细或会员名单都可以；工作表、标题行、编码和各列会自动识别。先试运行，看清会带来什么变化，再决定导入。',
          en: 'Order lines or a member list; sheet, header, encoding and columns are recognised. A dry run shows what would change before anything is imported.',
        })}
      </span>
    </label>
  )
}

function SendingView({ sending }: { readonly sending: Sending }) {
  const say = useSay()
  const format = useFormat()
  const share = sending.of > 0 ? sending.sent / sending.of : 0
  const arrived = share >= 1
  return (
    <div className="rg-drop rg-drop-sending" role="status">
      <span className="rg-drop-title">
        {arrived
          ? say({ zh: '正在查看“{name}”…', en: 'Looking into “{name}”…' }, { name: sending.name })
          : say({ zh: '正在上传“{name}”', en: 'Uploading “{name}”' }, { name: sending.name })}
      </span>
      <Bar percent={Math.floor(share * 100)} status="active" aria-label={say({ zh: '上传进度', en: 'Upload' })} />
      <span className="rg-drop-hint">
        {format.number(sending.sent / 1e6, 1)} / {format.number(sending.of / 1e6, 1)} MB
      </span>
      <Button onClick={sending.stop}>{say({ zh: '取消上传', en: 'Cancel the upload' })}</Button>
    </div>
  )
}
