import { App, Drawer } from 'antd'
import type { ComponentProps } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from '../ui/language.tsx'
import { RecordForm } from './RecordForm.tsx'

type Props = Omit<ComponentProps<typeof RecordForm>, 'onDone' | 'onCancel'> & {
  readonly open: boolean
  readonly title: Words
  readonly onClose: () => void
  /** Said in passing once it is saved. */
  readonly savedWords?: Words
}

/** The form at the side of the page; what was typed is gone only when it was saved or given up. */
export function RecordDrawer({ open, title, onClose, savedWords, ...form }: Props) {
  const say = useSay()
  const { message } = App.useApp()
  const done = () => {
    onClose()
    void message.success(say(savedWords ?? { zh: '已保存', en: 'Saved' }))
  }
  return (
    <Drawer open={open} onClose={onClose} title={say(title)} size={480} destroyOnHidden>
      <RecordForm {...form} onDone={done} onCancel={onClose} />
    </Drawer>
  )
}
