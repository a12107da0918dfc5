import { Button, InputNumber, Radio, Select, Switch } from 'antd'
import { useId } from 'react'
import type { Words } from '../../../../core/kit/words.ts'
import { useSay } from '../../../../ui/language.tsx'
import type { SimpleBlock } from '../../blocks/blocks.ts'
import { simpleKinds } from '../../blocks/blocks.ts'
import { PictureChoice } from '../pictures/PictureChoice.tsx'
import { VariableField } from './VariableField.tsx'

type Props<B> = { readonly block: B; readonly onChange: (block: B) => void }
type Of<K extends SimpleBlock['kind']> = Props<Extract<SimpleBlock, { kind: K }>>

const web: Words = { zh: 'https://…', en: 'https://…' }

/** What of a block can be written. */
export function BlockFace({ block, onChange }: Props<SimpleBlock>) {
  switch (block.kind) {
    case 'text':
      return <TextFace block={block} onChange={onChange} />
    case 'heading':
      return <HeadingFace block={block} onChange={onChange} />
    case 'picture':
      return <PictureFace block={block} onChange={onChange} />
    case 'button':
      return <ButtonFace block={block} onChange={onChange} />
    case 'product':
      return <ProductFace block={block} onChange={onChange} />
    case 'coupon':
      return <CouponFace block={block} onChange={onChange} />
    case 'qr':
      return <QrFace block={block} onChange={onChange} />
    case 'divider':
      return null
  }
}

function TextFace({ block, onChange }: Of<'text'>) {
  return (
    <VariableField
      label={{ zh: '正文', en: 'Body' }}
      at={`${block.id}.text`}
      rows={5}
      most={20_000}
      value={block.text}
      onChange={(text) => onChange({ ...block, text })}
      help={simpleKinds.text.help}
    />
  )
}

function HeadingFace({ block, onChange }: Of<'heading'>) {
  const say = useSay()
  return (
    <>
      <VariableField
        label={simpleKinds.heading.label}
        at={`${block.id}.text`}
        value={block.text}
        onChange={(text) => onChange({ ...block, text })}
      />
      <Radio.Group
        aria-label={say({ zh: '大小', en: 'Size' })}
        value={block.size}
        onChange={(event) => onChange({ ...block, size: event.target.value === 'small' ? 'small' : 'large' })}
        options={[
          { value: 'large', label: say({ zh: '大标题', en: 'Large' }) },
          { value: 'small', label: say({ zh: '小标题', en: 'Small' }) },
        ]}
      />
    </>
  )
}

function PictureFace({ block, onChange }: Of<'picture'>) {
  const say = useSay()
  const isOwn = block.picture.startsWith('data:')
  return (
    <>
      {isOwn ? (
        <div className="rg-template-picture">
          <img src={block.picture} alt={block.alt} />
          <Button size="small" onClick={() => onChange({ ...block, picture: '' })}>
            {say({ zh: '换一张', en: 'Choose another' })}
          </Button>
        </div>
      ) : (
        <>
          <VariableField
            label={{ zh: '图片网址', en: 'Address of the picture' }}
            at={`${block.id}.picture`}
            most={2_000}
            placeholder={web}
            value={block.picture}
            onChange={(picture) => onChange({ ...block, picture })}
          />
          <PictureChoice onPicture={(picture) => onChange({ ...block, picture })} />
        </>
      )}
      <VariableField
        label={{ zh: '图片说明', en: 'Description' }}
        at={`${block.id}.alt`}
        value={block.alt}
        onChange={(alt) => onChange({ ...block, alt })}
        help={{ zh: '图片没有显示时读到的字', en: 'What is read where the picture is not shown' }}
      />
      <VariableField
        label={{ zh: '点击图片打开', en: 'Where a click leads' }}
        at={`${block.id}.address`}
        most={2_000}
        placeholder={web}
        value={block.address}
        onChange={(address) => onChange({ ...block, address })}
      />
    </>
  )
}

function ButtonFace({ block, onChange }: Of<'button'>) {
  return (
    <>
      <VariableField
        label={{ zh: '按钮文字', en: 'Words of the button' }}
        at={`${block.id}.text`}
        value={block.text}
        onChange={(text) => onChange({ ...block, text })}
      />
      <VariableField
        label={{ zh: '打开的网址', en: 'Where it leads' }}
        at={`${block.id}.address`}
        most={2_000}
        placeholder={web}
        value={block.address}
        onChange={(address) => onChange({ ...block, address })}
      />
    </>
  )
}

const recommendedItems = [
  { value: 'usual', label: { zh: '按推荐设置', en: 'As the settings say' } },
  { value: 'new', label: { zh: '没买过的', en: 'New to them' } },
  { value: 'repeat', label: { zh: '买过的', en: 'Bought before' } },
  { value: 'both', label: { zh: '都可以', en: 'Either' } },
] as const

function ProductFace({ block, onChange }: Of<'product'>) {
  const say = useSay()
  const id = useId()
  return (
    <>
      <Radio.Group
        aria-label={say({ zh: '哪些商品', en: 'Which products' })}
        value={block.by}
        onChange={(event) => onChange({ ...block, by: event.target.value === 'code' ? 'code' : 'recommended' })}
        options={[
          { value: 'recommended', label: say({ zh: '为每位客户推荐', en: 'Recommended to each' }) },
          { value: 'code', label: say({ zh: '指定一个商品', en: 'One product' }) },
        ]}
      />
      {block.by === 'code' ? (
        <VariableField
          label={{ zh: '商品编码', en: 'Product code' }}
          at={`${block.id}.code`}
          most={200}
          value={block.code}
          onChange={(code) => onChange({ ...block, code })}
        />
      ) : (
        <div className="rg-form-line">
          <label htmlFor={id}>{say({ zh: '几个', en: 'How many' })}</label>
          <InputNumber id={id} min={1} max={4} value={block.count} onChange={(count) => onChange({ ...block, count: count ?? 2 })} />
          <Select<typeof block.items>
            aria-label={say({ zh: '推荐哪些商品', en: 'Which are recommended' })}
            value={recommendedItems.find(({ value }) => value === block.items)?.value ?? 'usual'}
            onChange={(items) => onChange({ ...block, items })}
            options={recommendedItems.map(({ value, label }) => ({ value, label: say(label) }))}
          />
          <Radio.Group
            aria-label={say({ zh: '没有推荐时', en: 'Where nothing is recommended' })}
            value={block.instead}
            onChange={(event) => onChange({ ...block, instead: event.target.value === 'nothing' ? 'nothing' : 'popular' })}
            options={[
              { value: 'popular', label: say({ zh: '没有推荐时放最多人买的', en: 'Else what most buy' }) },
              { value: 'nothing', label: say({ zh: '没有推荐时不显示', en: 'Else nothing' }) },
            ]}
          />
        </div>
      )}
      <Toggle label={{ zh: '显示价格', en: 'Show the price' }} on={block.price} onChange={(price) => onChange({ ...block, price })} />
      <VariableField
        label={{ zh: '商品网址', en: 'Address of the product' }}
        at={`${block.id}.address0`}
        most={2_000}
        placeholder={{ zh: 'https://您的商城/p/{{ product.code }}', en: 'https://your-shop/p/{{ product.code }}' }}
        value={block.address}
        onChange={(address) => onChange({ ...block, address })}
        help={{ zh: '{{ product.code }} 会换成每个商品的编码', en: '{{ product.code }} becomes each product’s code' }}
      />
      <VariableField
        label={{ zh: '按钮文字', en: 'Words of the button' }}
        at={`${block.id}.button0`}
        value={block.button}
        onChange={(button) => onChange({ ...block, button })}
      />
      <VariableField
        label={{ zh: '商品图片网址', en: 'Address of the product’s picture' }}
        at={`${block.id}.picture0`}
        most={2_000}
        placeholder={web}
        value={block.picture}
        onChange={(picture) => onChange({ ...block, picture })}
      />
    </>
  )
}

function Toggle(props: { readonly label: Words; readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  const say = useSay()
  return (
    <label className="rg-template-toggle">
      <Switch size="small" checked={props.on} onChange={props.onChange} aria-label={say(props.label)} /> {say(props.label)}
    </label>
  )
}

function CouponFace({ block, onChange }: Of<'coupon'>) {
  const say = useSay()
  return (
    <>
      <VariableField
        label={{ zh: '优惠内容', en: 'What it gives' }}
        at={`${block.id}.title`}
        value={block.title}
        onChange={(title) => onChange({ ...block, title })}
      />
      <VariableField
        label={{ zh: '券码', en: 'Code' }}
        at={`${block.id}.code`}
        value={block.code}
        onChange={(code) => onChange({ ...block, code })}
      />
      <VariableField
        label={{ zh: '使用说明', en: 'Terms' }}
        at={`${block.id}.note`}
        value={block.note}
        onChange={(note) => onChange({ ...block, note })}
      />
      <div className="rg-form-help">{say(simpleKinds.coupon.help)}</div>
    </>
  )
}

function QrFace({ block, onChange }: Of<'qr'>) {
  return (
    <>
      <VariableField
        label={{ zh: '二维码内容', en: 'What it says' }}
        at={`${block.id}.content`}
        most={2_000}
        placeholder={web}
        value={block.content}
        onChange={(content) => onChange({ ...block, content })}
      />
      <VariableField
        label={{ zh: '旁边的说明', en: 'Words beside it' }}
        at={`${block.id}.caption`}
        value={block.caption}
        onChange={(caption) => onChange({ ...block, caption })}
      />
    </>
  )
}
