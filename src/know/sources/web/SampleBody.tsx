import { Button, Input } from 'antd'
import { useSay } from '../../../ui/language.tsx'

/** The body that the mapping is tried with: the newest that came, or one that is pasted. */
export function SampleBody(props: {
  readonly text: string
  readonly isNewest: boolean
  readonly onChange: (text: string) => void
  readonly onNewest: (() => void) | undefined
}) {
  const say = useSay()
  const label = say({ zh: '样本内容', en: 'Sample body' })
  return (
    <div className="rg-hook-part">
      <h3>
        {label}
        {props.isNewest ? (
          <span className="rg-sources-quiet">{say({ zh: '最近收到的一次', en: 'the newest that came' })}</span>
        ) : props.onNewest ? (
          <Button size="small" onClick={props.onNewest}>
            {say({ zh: '用最近收到的', en: 'Take the newest that came' })}
          </Button>
        ) : null}
      </h3>
      <Input.TextArea
        aria-label={label}
        value={props.text}
        autoSize={{ minRows: 4, maxRows: 12 }}
        spellCheck={false}
        placeholder={say({ zh: '粘贴一段 JSON', en: 'Paste some JSON' })}
        style={{ fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSize: 12.5 }}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  )
}
