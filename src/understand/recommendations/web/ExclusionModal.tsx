import { Alert, Input, Modal, Segmented } from 'antd'
import { useId, useState } from 'react'
import { RecordPick } from '../../../pages/RecordPick.tsx'
import { type Row, useAct, useRecord } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { addExclusion } from '../actions.ts'

const sayProduct = (row: Row) => `${String(row['name'])} · ${String(row['code'])}`

/** The code of a product, by which lines name it. */
function useCode(id: string | null): string | null {
  const found = useRecord('products', id ?? '')
  const code = id === null ? null : found.data?.['code']
  return typeof code === 'string' ? code : null
}

/** What is kept from whom. */
export function ExclusionModal({ onClose }: { readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const id = useId()
  const add = useAct(addExclusion)
  const [what, setWhat] = useState<'product' | 'category'>('product')
  const [whom, setWhom] = useState<'segment' | 'product'>('segment')
  const [product, setProduct] = useState<string | null>(null)
  const [other, setOther] = useState<string | null>(null)
  const [segmentId, setSegmentId] = useState<string | null>(null)
  const [category, setCategory] = useState('')
  const [note, setNote] = useState('')
  const code = useCode(product)
  const withProduct = useCode(other)
  const send = () =>
    add.mutate(
      {
        ...(what === 'product' ? { product: code } : { category: category.trim() || null }),
        ...(whom === 'segment' ? { segmentId } : { withProduct }),
        note: note.trim() || null,
      },
      { onSuccess: onClose },
    )
  return (
    <Modal
      open
      title={say({ zh: '规定不推荐', en: 'Exclude from recommendations' })}
      onCancel={onClose}
      onOk={send}
      okText={say({ zh: '保存', en: 'Save' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      confirmLoading={add.isPending}
    >
      <div className="rg-exclude">
        {add.error ? <Alert type="error" showIcon title={sayProblem(add.error)} role="alert" /> : null}
        <Segmented
          value={what}
          onChange={setWhat}
          options={[
            { value: 'product', label: say({ zh: '某个商品', en: 'A product' }) },
            { value: 'category', label: say({ zh: '某个类目', en: 'A category' }) },
          ]}
        />
        {what === 'product' ? (
          <RecordPick
            path="products"
            fields={['name', 'code']}
            sayRow={sayProduct}
            value={product}
            onPick={setProduct}
            label={say({ zh: '不推荐的商品', en: 'The product' })}
          />
        ) : (
          <Input
            value={category}
            onChange={(event) => setCategory(event.target.value)}
            maxLength={100}
            aria-label={say({ zh: '不推荐的类目', en: 'The category' })}
          />
        )}
        <span>{say({ zh: '不推荐给', en: 'is kept from' })}</span>
        <Segmented
          value={whom}
          onChange={setWhom}
          options={[
            { value: 'segment', label: say({ zh: '某个细分', en: 'A segment' }) },
            { value: 'product', label: say({ zh: '买过某商品的客户', en: 'Whoever bought …' }) },
          ]}
        />
        {whom === 'segment' ? (
          <RecordPick
            path="segments"
            fields={['name']}
            sayRow={(row) => String(row['name'])}
            value={segmentId}
            onPick={setSegmentId}
            label={say({ zh: '哪个细分', en: 'Which segment' })}
          />
        ) : (
          <RecordPick
            path="products"
            fields={['name', 'code']}
            sayRow={sayProduct}
            value={other}
            onPick={setOther}
            label={say({ zh: '买过哪个商品', en: 'Who bought which product' })}
          />
        )}
        <label htmlFor={`${id}note`}>{say({ zh: '原因（可不填）', en: 'Why (may stay empty)' })}</label>
        <Input id={`${id}note`} value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
        <p className="rg-note">{say({ zh: '下次推荐时生效。', en: 'It holds from the next making on.' })}</p>
      </div>
    </Modal>
  )
}
