import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Fields } from '../../../core/entity/field.ts'
import { RecordList } from '../../../pages/record-list/RecordList.tsx'
import type { RecordRow } from '../../../pages/record-list/RecordTable.tsx'
import { RecordDrawer } from '../../../pages/RecordDrawer.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Empty } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { deleteView, listViews, saveView } from '../../views/views.ts'
import { createProduct, removeProduct, updateProduct } from '../actions.ts'
import { product, writtenFields } from '../product.ts'

const views = { list: listViews, save: saveView, remove: deleteView }
const fields: Fields = product.fields
const forNew = ['code', 'name', 'category', 'price', 'cost', 'stock', 'note']

/** What the shop sells, as its sales tell it and as people have written it. */
export function ProductsPage() {
  const say = useSay()
  const mayCreate = useMayDo(createProduct)
  const mayChange = useMayDo(updateProduct)
  const [editing, setEditing] = useState<RecordRow | 'new' | null>(null)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
      {say({ zh: '新建商品', en: 'New product' })}
    </Button>
  )
  return (
    <Page wide title={{ zh: '我们卖什么？', en: 'What do we sell?' }} actions={mayCreate ? add : null}>
      <RecordList
        entity="product"
        linkTo={null}
        views={views}
        searchLabel={{ zh: '名称、编码、类目', en: 'Name, code, category' }}
        {...(mayChange
          ? {
              rowAction: (row: RecordRow) => (
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  onClick={() => setEditing(row)}
                  aria-label={say({ zh: '修改商品{name}', en: 'Change the product {name}' }, { name: String(row['name']) })}
                />
              ),
            }
          : {})}
        empty={
          <Empty
            title={{ zh: '还没有商品', en: 'No products yet' }}
            hint={{
              zh: '导入带商品编码的消费记录后，卖过的商品会自动出现在这里；也可以直接导入商品表。',
              en: 'Import purchases with product codes and whatever was sold appears here; a list of products can be imported too.',
            }}
            next={{ label: { zh: '去导入', en: 'Import' }, to: '/import' }}
          />
        }
      />
      <ProductDrawer of={editing} onClose={() => setEditing(null)} />
    </Page>
  )
}

function ProductDrawer({ of, onClose }: { readonly of: RecordRow | 'new' | null; readonly onClose: () => void }) {
  const create = useAct(createProduct)
  const update = useAct(updateProduct)
  const known = of === 'new' ? null : of
  const send = (values: Readonly<Record<string, unknown>>) => {
    if (known) return update.mutateAsync({ ...values, id: String(known['id']) })
    const { code, ...others } = values
    return create.mutateAsync({ ...others, code: typeof code === 'string' ? code : '' })
  }
  return (
    <RecordDrawer
      key={known ? String(known['id']) : 'new'}
      open={of !== null}
      onClose={onClose}
      title={known ? { zh: '修改商品', en: 'Change the product' } : { zh: '新建商品', en: 'New product' }}
      fields={fields}
      names={known ? [...writtenFields] : forNew}
      {...(known ? { record: known, above: () => <Remove of={known} onDone={onClose} /> } : {})}
      onSubmit={send}
    />
  )
}

/** Offered where nobody ever bought it; what was sold is taken off sale instead. */
function Remove({ of, onDone }: { readonly of: RecordRow; readonly onDone: () => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const remove = useAct(removeProduct)
  const mayRemove = useMayDo(removeProduct)
  if (!mayRemove || of['lastSoldAt'] !== null) return null
  return (
    <Button
      danger
      size="small"
      loading={remove.isPending}
      onClick={() =>
        confirm({
          title: { zh: '删除这个从未卖出的商品？', en: 'Remove this product, which was never sold?' },
          ok: { zh: '删除', en: 'Remove' },
          danger: true,
          run: async () => {
            await remove.mutateAsync({ id: String(of['id']) })
            onDone()
          },
        })
      }
    >
      {say({ zh: '删除', en: 'Remove' })}
    </Button>
  )
}
