import { Button } from 'antd'
import { useState } from 'react'
import { useSay } from '../../../../ui/language.tsx'
import { PictureLibrary } from './PictureLibrary.tsx'

type Props = { readonly onPick?: (address: string) => void; readonly size?: 'small' }

/** Opens the library; where a picture is being chosen it closes with the choice. */
export function PictureLibraryButton({ onPick, size }: Props) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const pick = (address: string) => {
    setOpen(false)
    onPick?.(address)
  }
  return (
    <>
      <Button {...(size ? { size } : {})} onClick={() => setOpen(true)}>
        {say(onPick ? { zh: '从图库选', en: 'From the library' } : { zh: '图库', en: 'Pictures' })}
      </Button>
      <PictureLibrary open={open} onClose={() => setOpen(false)} {...(onPick ? { onPick: pick } : {})} />
    </>
  )
}
