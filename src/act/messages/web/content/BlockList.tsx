import { CopyOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { ArrangeList } from '../../../../ui/ArrangeList.tsx'
import { useSay } from '../../../../ui/language.tsx'
import {
  type BlockKindName,
  blockLabel,
  boundBlock,
  type ContentBlock,
  type SimpleBlock,
  simpleKinds,
  type SimpleKind,
} from '../../blocks/blocks.ts'
import { copyBlock, emptyBlock, emptySimple, moveBlock, removeBlock, replaceBlock, stepBlock } from '../../content/edit-content.ts'
import { BlockFace } from './BlockFace.tsx'
import { newBlockId } from './new-block-id.ts'
import { useTroubleIn } from './trouble.tsx'

type Blocks = readonly ContentBlock[]
type Props = { readonly blocks: Blocks; readonly onChange: (blocks: ContentBlock[]) => void }

const simpleNames: readonly SimpleKind[] = ['text', 'heading', 'picture', 'button', 'product', 'coupon', 'qr', 'divider']
const allNames: readonly BlockKindName[] = [...simpleNames, 'columns']

/** The blocks of a mail in their order: each opens to be written, moves by dragging or by the keys, is copied and taken out. */
export function BlockList({ blocks, onChange }: Props) {
  const say = useSay()
  const [open, setOpen] = useState<string | null>(() => blocks[0]?.id ?? null)
  const add = (kind: BlockKindName) => {
    const id = newBlockId()
    onChange([...blocks, emptyBlock(kind, id)])
    setOpen(id)
  }
  const items = blocks.map((block) => ({
    key: block.id,
    label: say(blockLabel(block.kind)),
    body: (
      <BlockCard
        block={block}
        isOpen={open === block.id}
        onOpen={() => setOpen(open === block.id ? null : block.id)}
        onDuplicate={() => onChange(copyBlock([...blocks], block.id, newBlockId))}
        onRemove={() => onChange(removeBlock(blocks, block.id))}
        onChange={(changed) => onChange(replaceBlock([...blocks], block.id, changed))}
      />
    ),
  }))
  return (
    <div className="rg-template-blocks">
      <ArrangeList
        label={say({ zh: '内容块', en: 'Blocks' })}
        items={items}
        empty={say({ zh: '还没有内容块', en: 'No blocks yet' })}
        onStep={(key, by) => onChange(stepBlock(blocks, key, by))}
        onDrop={(key, index) => onChange(moveBlock(blocks, key, index))}
      />
      <AddBlock names={allNames} onAdd={add} />
    </div>
  )
}

function AddBlock<K extends BlockKindName>({ names, onAdd }: { readonly names: readonly K[]; readonly onAdd: (kind: K) => void }) {
  const say = useSay()
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{ items: names.map((kind) => ({ key: kind, label: say(blockLabel(kind)), onClick: () => onAdd(kind) })) }}
    >
      <Button icon={<PlusOutlined />}>{say({ zh: '添加内容块', en: 'Add a block' })}</Button>
    </Dropdown>
  )
}

type CardProps = {
  readonly block: ContentBlock
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly onDuplicate: () => void
  readonly onRemove: () => void
  readonly onChange: (block: ContentBlock) => void
}

function BlockCard({ block, isOpen, onOpen, onDuplicate, onRemove, onChange }: CardProps) {
  const say = useSay()
  const label = say(blockLabel(block.kind))
  const isWrong = useTroubleIn(block.id)
  const summary = block.kind === 'columns' ? `${block.left.length} | ${block.right.length}` : boundBlock(block).summary
  const isShown = (isOpen || isWrong) && block.kind !== 'divider'
  return (
    <div className="rg-template-block">
      <div className="rg-template-block-head">
        <button type="button" className="rg-template-block-open" aria-expanded={isShown} onClick={onOpen}>
          <strong>{label}</strong> <span>{isShown ? '' : summary.slice(0, 60)}</span>
        </button>
        <Button
          type="text"
          size="small"
          icon={<CopyOutlined />}
          aria-label={say({ zh: '复制“{label}”', en: 'Copy “{label}”' }, { label })}
          onClick={onDuplicate}
        />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={say({ zh: '删除“{label}”', en: 'Remove “{label}”' }, { label })}
          onClick={onRemove}
        />
      </div>
      {isShown ? (
        block.kind === 'columns' ? (
          <Columns block={block} onChange={onChange} />
        ) : (
          <BlockFace block={block} onChange={onChange} />
        )
      ) : null}
    </div>
  )
}

type ColumnsBlock = Extract<ContentBlock, { kind: 'columns' }>

function Columns({ block, onChange }: { readonly block: ColumnsBlock; readonly onChange: (block: ColumnsBlock) => void }) {
  const say = useSay()
  return (
    <div className="rg-template-columns">
      <Column label={say({ zh: '左栏', en: 'Left' })} blocks={block.left} onChange={(left) => onChange({ ...block, left })} />
      <Column label={say({ zh: '右栏', en: 'Right' })} blocks={block.right} onChange={(right) => onChange({ ...block, right })} />
    </div>
  )
}

type ColumnProps = { readonly label: string; readonly blocks: readonly SimpleBlock[]; readonly onChange: (blocks: SimpleBlock[]) => void }

function Column({ label, blocks, onChange }: ColumnProps) {
  const say = useSay()
  const replace = (changed: SimpleBlock) => onChange(blocks.map((one) => (one.id === changed.id ? changed : one)))
  return (
    <fieldset className="rg-template-column">
      <legend>{label}</legend>
      <ArrangeList
        label={label}
        empty={say({ zh: '空着', en: 'Empty' })}
        onStep={(key, by) => onChange(stepBlock(blocks, key, by))}
        onDrop={(key, index) => onChange(moveBlock(blocks, key, index))}
        items={blocks.map((block) => ({
          key: block.id,
          label: say(simpleKinds[block.kind].label),
          body: (
            <div className="rg-template-block">
              <div className="rg-template-block-head">
                <strong>{say(simpleKinds[block.kind].label)}</strong>
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={say({ zh: '删除“{label}”', en: 'Remove “{label}”' }, { label: say(simpleKinds[block.kind].label) })}
                  onClick={() => onChange(removeBlock(blocks, block.id))}
                />
              </div>
              <BlockFace block={block} onChange={replace} />
            </div>
          ),
        }))}
      />
      <AddBlock names={simpleNames} onAdd={(kind) => onChange([...blocks, emptySimple(kind, newBlockId())])} />
    </fieldset>
  )
}
