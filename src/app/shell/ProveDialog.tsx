import { Modal } from 'antd'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { useSay } from '../../ui/language.tsx'
import { ProveProvider } from '../../ui/prove.tsx'
import { ProveForm } from './ProveForm.tsx'

/** Asks in a window, over whatever page there is, that the reader prove anew who they are. */
export function ProveDialog(props: { readonly children: ReactNode }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const waiting = useRef<((proved: boolean) => void) | null>(null)
  const ask = useCallback(() => {
    waiting.current?.(false)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    waiting.current = resolve
    setOpen(true)
    return promise
  }, [])
  const end = (proved: boolean) => {
    setOpen(false)
    waiting.current?.(proved)
    waiting.current = null
  }
  return (
    <ProveProvider value={ask}>
      {props.children}
      <Modal
        open={open}
        destroyOnHidden
        footer={null}
        title={say({ zh: '请确认是您本人', en: 'Confirm that it is you' })}
        onCancel={() => end(false)}
      >
        <p style={{ marginBottom: 16 }}>
          {say({
            zh: '接下来的事比较敏感，所以再确认一次。15 分钟内不会再问。',
            en: 'What comes next is sensitive, so confirm once more. You are not asked again for 15 minutes.',
          })}
        </p>
        <ProveForm onProved={() => end(true)} />
      </Modal>
    </ProveProvider>
  )
}
