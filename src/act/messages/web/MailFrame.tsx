import { Segmented } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import './messages.css'

const widths = ['desktop', 'phone', 'text'] as const
type Width = (typeof widths)[number]

const widthWords: Record<Width, Words> = {
  desktop: { zh: '电脑', en: 'Desktop' },
  phone: { zh: '手机', en: 'Phone' },
  text: { zh: '纯文本', en: 'Plain text' },
}

/** A mail as it is read, in a frame of its own in which nothing runs and nothing is loaded. */
export function MailFrame(props: { readonly subject: string; readonly html: string; readonly text: string; readonly from?: string }) {
  const say = useSay()
  const [width, setWidth] = useState<Width>('desktop')
  return (
    <div className="rg-mail">
      <Segmented<Width>
        aria-label={say({ zh: '预览方式', en: 'How to preview' })}
        value={width}
        onChange={setWidth}
        options={widths.map((value) => ({ value, label: say(widthWords[value]) }))}
      />
      <div className={`rg-mail-screen rg-mail-${width}`}>
        <div className="rg-mail-subject">
          <span>{say({ zh: '主题', en: 'Subject' })}</span>
          <strong>{props.subject || '—'}</strong>
        </div>
        {width === 'text' ? (
          <pre className="rg-mail-text" tabIndex={0}>
            {props.text}
          </pre>
        ) : (
          <iframe className="rg-mail-page" sandbox="" srcDoc={props.html} title={say({ zh: '邮件内容', en: 'The mail' })} />
        )}
      </div>
    </div>
  )
}
