import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Modal, Progress, Radio } from 'antd'
import { useEffect, useId, useState } from 'react'
import type { Words } from '../../core/kit/words.ts'
import { useAct, useAsk } from '../../ui/data.tsx'
import { useLanguage, useSay } from '../../ui/language.tsx'
import { useSayProblem } from '../../ui/States.tsx'
import { useMayExport } from '../../ui/reader.tsx'
import { useFormat } from '../../ui/shop.tsx'
import { randomUuid } from '../../ui/random-uuid.ts'
import { exportAddress, type ExportFilters, type ExportFormat, exportFormats, readExport, stopExport } from './export-address.ts'
import '../pages.css'

type Props = {
  /** The kind of record that must be open to export, e.g. `customer`; left out where whoever sees the page may. */
  readonly kind?: string
  /** Of the list under /api, e.g. `customers`. */
  readonly path: string
  readonly filters: ExportFilters
  /** The columns on screen; where they are left out all columns are taken. */
  readonly shown?: readonly string[]
  readonly size?: 'small' | 'middle'
}

/** Takes the list as it is filtered away as a file. Offered to those who may. */
export function ExportButton(props: Props) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  if (!useMayExport(props.kind ?? null)) return null
  return (
    <>
      <Button icon={<DownloadOutlined />} size={props.size ?? 'middle'} onClick={() => setOpen(true)}>
        {say({ zh: '导出', en: 'Export' })}
      </Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={say({ zh: '导出为文件', en: 'Export as a file' })}
        destroyOnHidden
      >
        <ExportForm {...props} onClose={() => setOpen(false)} />
      </Modal>
    </>
  )
}

const formatWords: Record<ExportFormat, { readonly label: Words; readonly hint: Words }> = {
  xlsx: {
    label: { zh: 'Excel（.xlsx）', en: 'Excel (.xlsx)' },
    hint: { zh: '数字、日期和金额都是真的', en: 'Numbers, days and amounts are real ones' },
  },
  csv: {
    label: { zh: 'CSV（UTF-8）', en: 'CSV (UTF-8)' },
    hint: { zh: '其他程序读取，Excel 也能打开', en: 'For other programs; Excel opens it too' },
  },
  'csv-gb18030': { label: { zh: 'CSV（GB18030）', en: 'CSV (GB18030)' }, hint: { zh: '较老的国内软件', en: 'For older Chinese programs' } },
}

function ExportForm({ path, filters, shown, onClose }: Props & { readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { language } = useLanguage()
  const id = useId()
  const [format, setFormat] = useState<ExportFormat>('xlsx')
  const [isWhole, setWhole] = useState(shown === undefined)
  const [running, setRunning] = useState<string | null>(null)
  // Where the firm wants a fresh proof first, it is asked for here: a download could not.
  const ready = useAct(readExport)
  if (running) return <Running id={running} onClose={onClose} onAgain={() => setRunning(null)} />
  const begin = () => {
    const order = { id: randomUuid(), format, language, fields: isWhole ? undefined : shown }
    const take = () => {
      fetchFile(exportAddress(path, filters, order))
      setRunning(order.id)
    }
    ready.mutate({ id: order.id }, { onSuccess: take })
  }
  return (
    <div className="rg-form">
      <div className="rg-form-line">
        <span id={`${id}format`}>{say({ zh: '格式', en: 'Format' })}</span>
        <Radio.Group
          vertical
          aria-labelledby={`${id}format`}
          value={format}
          onChange={(event) => setFormat(exportFormats.find((one) => one === event.target.value) ?? 'xlsx')}
          options={exportFormats.map((value) => ({
            value,
            label: (
              <>
                {say(formatWords[value].label)} <span className="rg-filter-hint">{say(formatWords[value].hint)}</span>
              </>
            ),
          }))}
        />
      </div>
      {shown ? (
        <div className="rg-form-line">
          <span id={`${id}columns`}>{say({ zh: '列', en: 'Columns' })}</span>
          <Radio.Group
            aria-labelledby={`${id}columns`}
            value={isWhole}
            onChange={(event) => setWhole(event.target.value === true)}
            options={[
              { value: false, label: say({ zh: '列表中显示的列', en: 'Those shown in the list' }) },
              { value: true, label: say({ zh: '全部列', en: 'All' }) },
            ]}
          />
        </div>
      ) : null}
      <p className="rg-form-help">
        {say({
          zh: '按当前的搜索和筛选导出，不限行数。谁在何时导出了什么会记入审计。',
          en: 'What the search and the filter find is exported, however many rows that are. The audit log keeps who took what, and when.',
        })}
      </p>
      {ready.error ? <Alert type="error" showIcon role="alert" title={sayProblem(ready.error)} /> : null}
      <div className="rg-form-foot">
        <Button type="primary" icon={<DownloadOutlined />} loading={ready.isPending} onClick={begin}>
          {say({ zh: '开始导出', en: 'Export' })}
        </Button>
      </div>
    </div>
  )
}

/** The browser saves the stream itself, whatever its size. */
function fetchFile(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}

/** So long may it take to find the first rows. */
const patienceMs = 60_000

function Running({ id, onClose, onAgain }: { readonly id: string; readonly onClose: () => void; readonly onAgain: () => void }) {
  const say = useSay()
  const format = useFormat()
  const [ended, setEnded] = useState(false)
  const asked = useAsk(readExport, { id }, { every: ended ? false : 500, keep: true })
  const stop = useAct(stopExport)
  const [isLate, setLate] = useState(false)
  const found = asked.data?.state === 'waiting' ? undefined : asked.data
  useEffect(() => {
    if (found && found.state !== 'running' && found.state !== 'waiting') setEnded(true)
  }, [found])
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  if (found?.state === 'failed' || found?.state === 'stopped' || (!found && isLate))
    return (
      <>
        <Alert
          type={found?.state === 'stopped' ? 'info' : 'error'}
          showIcon
          role="alert"
          title={
            found?.state === 'stopped'
              ? say({ zh: '已停止，文件不完整，请不要使用。', en: 'It was stopped; the file is not whole and should not be used.' })
              : say({ zh: '导出中断，文件不完整。请再试一次。', en: 'The export broke off and the file is not whole. Try again.' })
          }
        />
        <div className="rg-form-foot">
          <Button onClick={onAgain}>{say({ zh: '再导出一次', en: 'Export again' })}</Button>
        </div>
      </>
    )
  const isDone = found?.state === 'done'
  const share = found && found.total > 0 ? Math.min(1, found.rows / found.total) : 0
  return (
    <div role="status">
      <p>
        {isDone
          ? say(
              { zh: '已导出 {n} 行，文件在浏览器的下载里。', en: '{n} {n|row was|rows were} exported; the file is among the downloads.' },
              { n: format.count(found.rows) },
            )
          : found
            ? say({ zh: '已写出 {n} 行', en: '{n} {n|row|rows} so far' }, { n: format.count(found.rows) })
            : say({ zh: '正在准备…', en: 'Getting ready…' })}
      </p>
      <Progress
        percent={isDone ? 100 : Math.floor(share * 100)}
        status={isDone ? 'success' : 'active'}
        aria-label={say({ zh: '导出进度', en: 'Progress of the export' })}
      />
      <div className="rg-form-foot">
        {isDone ? (
          <Button type="primary" onClick={onClose}>
            {say({ zh: '好', en: 'Done' })}
          </Button>
        ) : (
          <Button loading={stop.isPending} disabled={!found} onClick={() => stop.mutate({ id })}>
            {say({ zh: '停止导出', en: 'Stop the export' })}
          </Button>
        )}
      </div>
    </div>
  )
}
