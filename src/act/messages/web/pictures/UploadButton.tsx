import { Button } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { useSay } from '../../../../ui/language.tsx'
import { shrinkPicture, type TakenPicture } from './shrink-picture.ts'

type Props = { readonly onPicture: (picture: TakenPicture) => void; readonly busy?: boolean }

/** A picture of one's own, made small enough to go along with a mail. */
export function UploadButton({ onPicture, busy = false }: Props) {
  const say = useSay()
  const input = useRef<HTMLInputElement>(null)
  const [failed, setFailed] = useState(false)
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    const picture = file ? await shrinkPicture(file) : null
    setFailed(file !== undefined && picture === null)
    if (picture) onPicture(picture)
  }
  return (
    <div>
      <input ref={input} type="file" accept="image/png,image/jpeg,image/gif,image/webp" hidden onChange={(event) => void take(event)} />
      <Button size="small" loading={busy} onClick={() => input.current?.click()}>
        {say({ zh: '上传图片', en: 'Upload a picture' })}
      </Button>
      {failed ? (
        <div className="rg-form-wrong" role="alert">
          {say({
            zh: '读不了这张图片，请换成 PNG 或 JPG；动图（GIF）不超过 300 kB。',
            en: 'This picture cannot be read. Use a PNG or a JPG; a GIF of at most 300 kB.',
          })}
        </div>
      ) : null}
    </div>
  )
}
