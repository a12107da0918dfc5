import type { Words } from '../../../core/kit/words.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { Counts } from '../import.ts'
import { importTargets, type ImportKind } from '../targets.ts'

type Props = { readonly counts: Counts; readonly kind: ImportKind; readonly asOf: Date | null }
type Told = { readonly label: Words; readonly value: number; readonly definition: Words; readonly note?: string }

/** What a file brings, in figures that explain themselves. */
export function BroughtFigures(props: Props) {
  const format = useFormat()
  const fields = useFieldsSaid(props)
  return (
    <Figures>
      {figuresOf(props, fields).map(({ label, value, definition, note }) => (
        <Figure
          key={label.en}
          label={label}
          value={
            <Explain name={label} definition={definition} asOf={props.asOf} rows={props.counts.rows}>
              {format.count(value)}
            </Explain>
          }
          note={note}
        />
      ))}
    </Figures>
  )
}

/** Which fields change, and for how many: 手机号 12、城市 3. */
function useFieldsSaid({ counts, kind }: Props): string {
  const say = useSay()
  const format = useFormat()
  const customer = useDictionary('customer').data?.card.fields
  return Object.entries(counts.fieldsUpdated)
    .filter(([, n]) => n > 0)
    .map(
      ([name, n]) =>
        `${say(importTargets[kind][name]?.label ?? importTargets.customers[name]?.label ?? customer?.[name]?.label ?? name)} ${format.count(n)}`,
    )
    .join(say({ zh: '、', en: ', ' }))
}

function figuresOf({ counts, kind }: Props, fields: string): readonly Told[] {
  const customers: Told[] = [
    {
      label: { zh: '新客户', en: 'New customers' },
      value: counts.customersNew,
      definition: { zh: '文件里的客户编号、手机号、邮箱都不属于任何已有客户。', en: 'Nobody on record has their number, phone or e-mail.' },
    },
    {
      label: { zh: '更新的客户', en: 'Customers updated' },
      value: counts.customersUpdated,
      definition: { zh: '已有的客户，文件里有不同的资料。', en: 'Known customers of whom the file says something else.' },
      ...(fields ? { note: fields } : {}),
    },
  ]
  const refused: Told = {
    label: { zh: '拒绝的行', en: 'Rows refused' },
    value: counts.refused,
    definition: {
      zh: '看不懂或缺少必需内容的行；不影响其余的行，可下载改好后再导入。',
      en: 'Rows that cannot be understood or lack what is needed. The others are not affected; download these, correct them and import them again.',
    },
  }
  if (kind === 'contacts' || kind === 'tags' || kind === 'interactions' || kind === 'products')
    return [...recordFigures(counts, kind), refused]
  if (kind === 'customers' || kind === 'companies') {
    const same: Told = {
      label: { zh: '没有变化', en: 'Unchanged' },
      value: counts.customersSame,
      definition: { zh: '已有的客户，文件里没有新内容。', en: 'Known customers of whom the file says nothing new.' },
    }
    return [...customers, same, ...(counts.recordsNew > 0 ? [besideFigure(counts)] : []), refused]
  }
  return [...customers, ...purchaseFigures(counts), refused]
}

const recordWords: Readonly<Record<'contacts' | 'tags' | 'interactions' | 'products', Words>> = {
  contacts: { zh: '新联系人', en: 'New contacts' },
  tags: { zh: '打上的标签', en: 'Tags given' },
  interactions: { zh: '新互动', en: 'New interactions' },
  products: { zh: '新商品', en: 'New products' },
}

/** What stands beside customers: new, changed, and there already. */
function recordFigures(counts: Counts, kind: keyof typeof recordWords): readonly Told[] {
  const added: Told = {
    label: recordWords[kind],
    value: counts.recordsNew,
    definition: { zh: '系统里还没有的记录。', en: 'Records that were not here yet.' },
  }
  const known: Told = {
    label: { zh: '更新与重复', en: 'Updated and repeated' },
    value: counts.recordsChanged + counts.recordsSame,
    definition: {
      zh: '已有的记录：内容不同的更新，相同的跳过，不会重复。',
      en: 'Records already here: updated where they differ, passed over where they do not. Nothing comes twice.',
    },
  }
  const made: Told = {
    label: { zh: '新客户', en: 'New customers' },
    value: counts.customersNew,
    definition: { zh: '文件里提到、系统里还没有的客户或企业。', en: 'Customers or companies that the file names and nobody knew.' },
  }
  return kind === 'tags' || kind === 'products' ? [added, known] : [added, known, made]
}

function besideFigure(counts: Counts): Told {
  return {
    label: { zh: '联系方式与标签', en: 'Phones, e-mails and tags' },
    value: counts.recordsNew,
    definition: {
      zh: '新增的其他电话、邮箱、微信号、地址和标签。',
      en: 'Further phones, e-mails, WeChat ids, addresses and tags that were added.',
    },
  }
}

function purchaseFigures(counts: Counts): readonly Told[] {
  return [
    {
      label: { zh: '新消费', en: 'New purchases' },
      value: counts.purchasesNew,
      definition: {
        zh: '还没有记录过的订单；同一订单号的各行是一笔。',
        en: 'Orders not on record yet; the lines of one order number are one purchase.',
      },
    },
    {
      label: { zh: '退款', en: 'Refunds' },
      value: counts.refundsNew,
      definition: {
        zh: '金额或数量为负的订单，单独记为退款。',
        en: 'Orders with a negative amount or quantity, kept as refunds of their own.',
      },
    },
    ...((counts.purchasesVoided ?? 0) > 0 ? [voidedFigure(counts.purchasesVoided)] : []),
    {
      label: { zh: '更正与重复', en: 'Corrected and repeated' },
      value: counts.purchasesChanged + counts.purchasesSame,
      definition: {
        zh: '已有的订单：内容不同的更正，相同的跳过，不会重复计算。',
        en: 'Orders already on record: corrected where they differ, passed over where they do not. Nothing is counted twice.',
      },
    },
  ]
}

const voidedFigure = (value: number): Told => ({
  label: { zh: '取消的消费', en: 'Came to nothing' },
  value,
  definition: {
    zh: '以前已经计入、文件里的状态却是已取消、已关闭或已全额退款的订单（连同它们的退款）：不再计入消费。撤销这次导入会恢复它们。',
    en: 'Orders that counted until now and are cancelled, closed or refunded in full by their status in the file, with their refunds: they count no more. Undoing this import brings them back.',
  },
})
