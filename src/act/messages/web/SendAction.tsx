import { SendOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { useMayOpen } from '../../../ui/reader.tsx'
import { SideDrawer } from '../../../ui/SideDrawer.tsx'
import { checkSending } from '../../attention/actions.ts'
import { sendMessage } from '../actions.ts'
import { listLibrary, readTemplate } from '../template-actions.ts'
import { previewTemplate } from '../try-template-actions.ts'
import { SendForm } from './SendForm.tsx'

const needed = [sendMessage, listLibrary, readTemplate, previewTemplate, checkSending]

/** At the head of a customer's page. */
export function SendAction({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const mayOpen = useMayOpen()
  const [open, setOpen] = useState(false)
  if (!needed.every(({ name, role }) => mayOpen({ needs: name, role }))) return null
  const close = () => setOpen(false)
  return (
    <>
      <Button icon={<SendOutlined />} onClick={() => setOpen(true)}>
        {say({ zh: '发消息', en: 'Send a message' })}
      </Button>
      <SideDrawer open={open} title={{ zh: '给客户发消息', en: 'Send a message to the customer' }} onClose={close}>
        <SendForm key={customerId} customerId={customerId} onDone={close} />
      </SideDrawer>
    </>
  )
}
