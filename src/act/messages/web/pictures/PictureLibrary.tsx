import { PictureOutlined } from '@ant-design/icons'
import { App, Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../../core/action/action.ts'
import { GoLink } from '../../../../ui/address.tsx'
import { call } from '../../../../ui/call.ts'
import { useAct, useAskMore } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { MoreButton } from '../../../../ui/MoreButton.tsx'
import { useMayDo } from '../../../../ui/reader.tsx'
import { useFormat } from '../../../../ui/shop.tsx'
import { Empty, ErrorState, Loading, useSayProblem } from '../../../../ui/States.tsx'
import { useConfirm } from '../../../../ui/use-confirm.ts'
import { useRested } from '../../../../ui/use-rested.ts'
import { addPicture, deletePicture, listPictures, readPicture } from '../../picture-actions.ts'
import { UploadButton } from './UploadButton.tsx'
import './pictures.css'

type Picture = ReplyOf<typeof listPictures>['rows'][number]
type Props = {
  readonly open: boolean
  readonly onClose: () => void
  /** Given where a picture is being chosen. */
  readonly onPick?: (address: string) => void
}

/** All pictures that were uploaded: how large, where used; taken over into a template, or deleted where none holds it. */
export function PictureLibrary({ open, onClose, onPick }: Props) {
  const say = useSay()
  return (
    <Drawer open={open} onClose={onClose} size={720} destroyOnHidden title={say({ zh: '图库', en: 'Pictures' })}>
      <Shelf {...(onPick ? { onPick } : {})} />
    </Drawer>
  )
}

function Shelf({ onPick }: Pick<Props, 'onPick'>) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [typed, setTyped] = useState('')
  const search = useRested(typed)
  const asked = useAskMore(listPictures, (after: string | undefined) => ({ search, ...(after ? { after } : {}) }))
  const add = useAct(addPicture)
  const may = useMayDo(addPicture)
  const rows = asked.data?.pages.flatMap((page) => page.rows)
  return (
    <>
      <div className="rg-pictures-tools">
        <Input.Search
          aria-label={say({ zh: '搜索图片', en: 'Search pictures' })}
          placeholder={say({ zh: '图片名称', en: 'Name of the picture' })}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {may ? (
          <UploadButton
            busy={add.isPending}
            onPicture={(picture) =>
              add.mutate(picture, {
                onSuccess: ({ isNew }) =>
                  void message.info(
                    say(
                      isNew
                        ? { zh: '已放进图库', en: 'Added to the library' }
                        : { zh: '图库里已有这一张', en: 'It was in the library already' },
                    ),
                  ),
                onError: (error) => void message.error(sayProblem(error)),
              })
            }
          />
        ) : null}
      </div>
      {rows ? null : asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={4} />}
      {rows?.length === 0 ? (
        <Empty
          small
          title={search === '' ? { zh: '图库是空的', en: 'There are no pictures yet' } : { zh: '没有这样的图片', en: 'No such picture' }}
          hint={{
            zh: '在这里或在模板的图片块里上传的图片，都留在图库里，别的模板可以直接取用。',
            en: 'What is uploaded here, or in a picture block of a template, is kept for other templates to use.',
          }}
        />
      ) : null}
      <ul className="rg-pictures" aria-label={say({ zh: '图片', en: 'Pictures' })}>
        {rows?.map((row) => (
          <Card key={row.id} picture={row} {...(onPick ? { onPick } : {})} />
        ))}
      </ul>
      <MoreButton of={asked} />
    </>
  )
}

function Card({ picture, onPick }: { readonly picture: Picture } & Pick<Props, 'onPick'>) {
  const say = useSay()
  const format = useFormat()
  const { id, name, width, height, bytes, thumbnail, uses } = picture
  const size = `${format.number(Math.max(1, bytes / 1_000), 0)} kB`
  const isUsed = uses.length > 0
  return (
    <li className="rg-picture-card">
      <div className="rg-picture-face">{thumbnail ? <img src={thumbnail} alt={name} /> : <PictureOutlined aria-label={name} />}</div>
      <strong title={name}>{name}</strong>
      <span className="rg-form-help">{`${width} × ${height} · ${size} · ${format.date(picture.createdAt)}`}</span>
      <span className="rg-form-help">
        {isUsed ? say({ zh: '用在：', en: 'Used in: ' }) : say({ zh: '没有模板在用', en: 'No template uses it' })}
        {uses.slice(0, 3).map((use, i) => (
          <span key={use.id}>
            {i > 0 ? say({ zh: '、', en: ', ' }) : ''}
            <GoLink to={`/templates/${use.id}`}>{use.name}</GoLink>
          </span>
        ))}
        {uses.length > 3 ? say({ zh: ' 等 {n} 个', en: ' and {n} more' }, { n: uses.length - 3 }) : ''}
      </span>
      <div className="rg-picture-verbs">
        {onPick ? <PickButton picture={picture} onPick={onPick} /> : null}
        <DeleteButton id={id} name={name} isUsed={isUsed} />
      </div>
    </li>
  )
}

function PickButton({ picture, onPick }: { readonly picture: Picture; readonly onPick: (address: string) => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const pick = async () => {
    setBusy(true)
    try {
      onPick((await call(readPicture, { id: picture.id })).address)
    } catch (error) {
      void message.error(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      size="small"
      type="primary"
      loading={busy}
      onClick={() => void pick()}
      aria-label={say({ zh: '用“{name}”', en: 'Use “{name}”' }, { name: picture.name })}
    >
      {say({ zh: '用这张', en: 'Use it' })}
    </Button>
  )
}

function DeleteButton({ id, name, isUsed }: { readonly id: string; readonly name: string; readonly isUsed: boolean }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useAct(deletePicture)
  const may = useMayDo(deletePicture)
  if (!may || isUsed) return null
  return (
    <Button
      size="small"
      danger
      loading={remove.isPending}
      aria-label={say({ zh: '删除“{name}”', en: 'Delete “{name}”' }, { name })}
      onClick={() =>
        confirm({
          title: say({ zh: '从图库删除“{name}”？', en: 'Delete “{name}” from the library?' }, { name }),
          ok: { zh: '删除', en: 'Delete' },
          danger: true,
          run: async () => void (await remove.mutateAsync({ id })),
        })
      }
    >
      {say({ zh: '删除', en: 'Delete' })}
    </Button>
  )
}
