import { Select, Spin } from 'antd'
import { useId } from 'react'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSay } from '../../../ui/language.tsx'
import { delimiters, encodings, type Inspection } from '../import.ts'
import { importKinds } from '../targets.ts'
import { type Draft, holdsAmounts, holdsDates } from './column-choices.ts'
import { MappingChoice } from './MappingChoice.tsx'
import { SheetChoices } from './SheetChoices.tsx'
import { dateOrderWords, delimiterWords, encodingWords, kindWords } from './import-words.ts'

type Layout = Pick<Draft, 'encoding' | 'delimiter' | 'sheet' | 'joinedSheets' | 'headerRow' | 'kind'> & { readonly mapping: string }
type Props = {
  readonly found: Inspection
  readonly draft: Draft
  /** A header row that is left undefined is guessed anew. */
  readonly onLayout: (patch: { readonly [name in keyof Layout]?: Layout[name] | undefined }) => void
  readonly onDateOrder: (order: Draft['dateOrder']) => void
  readonly onDecimalMark: (mark: Draft['decimalMark']) => void
  readonly reading: boolean
}

const orders = ['ymd', 'dmy', 'mdy'] as const

/** Kind, encoding, delimiter and the order of day and month; each was guessed and may be changed. */
export function FileChoices({ found, draft, onLayout, onDateOrder, onDecimalMark, reading }: Props) {
  const say = useSay()
  const id = useId()
  const customer = useDictionary('customer').data?.card.fields
  return (
    <div className="rg-import-choices">
      <div className="rg-import-choice">
        <label htmlFor={`${id}kind`}>{say({ zh: '内容', en: 'Contents' })}</label>
        <Select
          id={`${id}kind`}
          value={draft.kind}
          onChange={(kind) => onLayout({ kind })}
          options={importKinds.map((kind) => ({ value: kind, label: say(kindWords[kind].label), title: say(kindWords[kind].hint) }))}
        />
      </div>
      <MappingChoice found={found} onMapping={(mapping) => onLayout({ mapping })} />
      {found.sheets.length > 0 ? null : <TextChoices id={id} draft={draft} onLayout={onLayout} />}
      <SheetChoices
        found={found}
        onJoin={(joinedSheets) => onLayout({ joinedSheets })}
        onSheet={(sheet) => onLayout({ sheet, joinedSheets: undefined, headerRow: undefined })}
        onHeaderRow={(headerRow) => onLayout({ headerRow })}
      />
      {holdsDates(draft, customer) ? (
        <div className="rg-import-choice">
          <label htmlFor={`${id}order`}>{say({ zh: '日期顺序', en: 'Order of dates' })}</label>
          <Select
            id={`${id}order`}
            value={draft.dateOrder ?? ''}
            onChange={(order) => onDateOrder(orders.find((one) => one === order) ?? null)}
            options={[
              { value: '', label: say({ zh: '自动', en: 'As it comes' }) },
              ...orders.map((one) => ({ value: one, label: say(dateOrderWords[one]) })),
            ]}
          />
        </div>
      ) : null}
      {holdsAmounts(draft) ? (
        <div className="rg-import-choice">
          <label htmlFor={`${id}mark`}>{say({ zh: '小数点', en: 'Decimals' })}</label>
          <Select
            id={`${id}mark`}
            value={draft.decimalMark}
            onChange={onDecimalMark}
            options={[
              { value: '.', label: '1,234.56' },
              { value: ',', label: '1.234,56' },
            ]}
          />
        </div>
      ) : null}
      {reading ? <Spin size="small" /> : null}
    </div>
  )
}

/** How a text is written; a workbook says that itself. */
function TextChoices({ id, draft, onLayout }: Pick<Props, 'draft' | 'onLayout'> & { readonly id: string }) {
  const say = useSay()
  return (
    <>
      <div className="rg-import-choice">
        <label htmlFor={`${id}encoding`}>{say({ zh: '编码', en: 'Encoding' })}</label>
        <Select
          id={`${id}encoding`}
          value={draft.encoding}
          onChange={(encoding) => onLayout({ encoding })}
          options={encodings.map((one) => ({ value: one, label: encodingWords[one] }))}
        />
      </div>
      <div className="rg-import-choice">
        <label htmlFor={`${id}delimiter`}>{say({ zh: '分隔符', en: 'Delimiter' })}</label>
        <Select
          id={`${id}delimiter`}
          value={draft.delimiter}
          onChange={(delimiter) => onLayout({ delimiter })}
          options={delimiters.map((one) => ({ value: one, label: say(delimiterWords[one]) }))}
        />
      </div>
    </>
  )
}
