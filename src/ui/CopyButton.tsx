import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useSay } from './language.tsx'

type Props = {
  readonly text: string
  /** Told to whoever does not see what the button stands beside. */
  readonly what?: string
  readonly size?: 'small'
  readonly type?: 'primary'
}

/** Copies a text; where the browser does not allow it, asks to do it by hand. */
export function CopyButton({ text, what, ...look }: Props) {
  const say = useSay()
  const { message } = App.useApp()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      message.success(say({ zh: '已复制', en: 'Copied' }))
    } catch {
      message.info(say({ zh: '请手动选中并复制', en: 'Select it and copy it by hand' }))
    }
  }
  return (
    <Button
      {...look}
      {...(what === undefined ? {} : { 'aria-label': say({ zh: '复制{what}', en: 'Copy {what}' }, { what }) })}
      icon={<CopyOutlined />}
      onClick={() => void copy()}
    >
      {say({ zh: '复制', en: 'Copy' })}
    </Button>
  )
}
