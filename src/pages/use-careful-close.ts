import { App } from 'antd'
import { useState } from 'react'
import { useSay } from '../ui/language.tsx'

/** Closes a form at once while nothing was changed, and asks before changes are given up. */
export function useCarefulClose(close: () => void) {
  const say = useSay()
  const { modal } = App.useApp()
  const [touched, setTouched] = useState(false)
  const leave = () => {
    setTouched(false)
    close()
  }
  const ask = () =>
    void modal.confirm({
      title: say({ zh: '放弃没有保存的修改？', en: 'Give up the changes that were not saved?' }),
      okText: say({ zh: '放弃', en: 'Give up' }),
      cancelText: say({ zh: '继续编辑', en: 'Go on editing' }),
      onOk: leave,
    })
  return { touch: () => setTouched(true), leave, leaveCarefully: touched ? ask : leave }
}
