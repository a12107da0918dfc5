import { useState } from 'react'
import { useConfirm } from '../ui/use-confirm.ts'

/** Closes a form at once while nothing was changed, and asks before changes are given up. */
export function useCarefulClose(close: () => void) {
  const confirm = useConfirm()
  const [touched, setTouched] = useState(false)
  const leave = () => {
    setTouched(false)
    close()
  }
  const ask = () =>
    confirm({
      title: { zh: '放弃没有保存的修改？', en: 'Give up the changes that were not saved?' },
      ok: { zh: '放弃', en: 'Give up' },
      cancel: { zh: '继续编辑', en: 'Go on editing' },
      run: async () => leave(),
    })
  return { touch: () => setTouched(true), leave, leaveCarefully: touched ? ask : leave }
}
