import type { Fields } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { customer } from '../../customers/customer.ts'
import type { Verdict } from '../match-rule.ts'
import { sayAllEvidence } from '../say-evidence.ts'
import { useComparedFields } from './use-compared-fields.ts'

const fields: Fields = customer.fields
export const labelOf = (field: string): Words | undefined => fields[field]?.label

export type Said = {
  readonly score: number
  readonly says: Verdict
  readonly certain: boolean
  readonly evidence: readonly {
    readonly field: string
    readonly comparison: string
    readonly points: number
    readonly how?: Words | undefined
  }[]
}

/** `92 分 电话后 8 位一致 + 公司简称一致`. `about` says of which two, where more stand together. */
export function Evidence({ said, about }: { readonly said: Said; readonly about?: string }) {
  const say = useSay()
  const fieldNames = useComparedFields()
  return (
    <div className="rg-match-why">
      <span className={said.certain ? 'rg-match-score rg-match-score-certain' : 'rg-match-score'}>
        {said.score}
        <span className="rg-hidden">{say({ zh: '分', en: ' points of 100' })}</span>
      </span>
      <span className="rg-match-words">
        {say(sayAllEvidence(said.evidence, fieldNames.labelOf))}
        {about ? <small> · {about}</small> : null}
        {said.certain ? <small> · {say({ zh: '可以确定', en: 'certain' })}</small> : null}
      </span>
    </div>
  )
}
