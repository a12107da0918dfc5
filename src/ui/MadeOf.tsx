import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { useFormat } from './shop.tsx'
import { hiddenWithin } from './States.tsx'

const sentences = {
  records: { zh: '截至 {at}，用到 {rows} 条记录。', en: 'As of {at}, from {rows} {rows|record|records}.' },
  customers: { zh: '截至 {at}，{rows} 位客户。', en: 'As of {at}, of {rows} {rows|customer|customers}.' },
} as const satisfies Record<string, Words>

/** What a picture was made of, beneath it: as of when, of how many, and by which definition. */
export function MadeOf(props: {
  readonly asOf: string
  /** Null: hidden from the reader's role. */
  readonly rows: number | null
  readonly of: keyof typeof sentences
  readonly definition: Words | string
}) {
  const say = useSay()
  const format = useFormat()
  return (
    <p className="rg-made-of">
      {say(sentences[props.of], { at: format.dateTime(props.asOf), rows: props.rows === null ? hiddenWithin : format.count(props.rows) })}
      {say({ zh: '', en: ' ' })}
      {say(props.definition)}
    </p>
  )
}
