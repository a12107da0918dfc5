import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useSay } from '../../../ui/language.tsx'

export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
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
      size="small"
      icon={<CopyOutlined />}
      aria-label={say({ zh: '复制{what}', en: 'Copy {what}' }, { what })}
      onClick={() => void copy()}
    >
      {say({ zh: '复制', en: 'Copy' })}
    </Button>
  )
}
