import { Button, Progress as Bar } from 'antd'
import type { ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { useFormat } from './shop.tsx'
import { useConfirm } from './use-confirm.ts'

/**
 * Long work: how far it is, that the page may be left, and a way to stop it.
 * `total` null while it is not known yet.
 */
export function Progress(props: {
  readonly label: ReactNode
  readonly done: number
  readonly total: number | null
  readonly onStop?: () => void
  readonly stopping?: boolean
  /** What is asked before stopping, where stopping keeps nothing. */
  readonly confirm?: Words
  /** What else can be done meanwhile, e.g. to pause it; before the way to stop. */
  readonly actions?: ReactNode
}) {
  const say = useSay()
  const format = useFormat()
  const confirm = useConfirm()
  const stop = (onStop: () => void) =>
    confirm({
      title: props.confirm ?? { zh: '停下来？已完成的部分会保留。', en: 'Stop here? What is done so far is kept.' },
      ok: { zh: '停止', en: 'Stop' },
      cancel: { zh: '继续进行', en: 'Go on' },
      run: async () => onStop(),
    })
  const share = props.total ? Math.min(1, props.done / props.total) : 0
  return (
    <div className="rg-progress">
      <div className="rg-progress-head">
        <strong>{props.label}</strong>
        <span>
          {format.count(props.done)}
          {props.total === null ? '' : ` / ${format.count(props.total)}`}
        </span>
      </div>
      <Bar
        percent={Math.floor(share * 1000) / 10}
        status="active"
        aria-label={typeof props.label === 'string' ? props.label : say({ zh: '进度', en: 'Progress' })}
      />
      <div className="rg-progress-foot">
        <span>{say({ zh: '可以离开这个页面，工作会继续。', en: 'You can leave this page; the work goes on.' })}</span>
        <span className="rg-progress-actions">
          {props.actions}
          {props.onStop ? (
            <Button size="small" loading={props.stopping ?? false} onClick={() => props.onStop && stop(props.onStop)}>
              {say({ zh: '停止', en: 'Stop' })}
            </Button>
          ) : null}
        </span>
      </div>
    </div>
  )
}
