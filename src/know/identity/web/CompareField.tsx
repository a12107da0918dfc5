import { useId } from 'react'
import type { Field } from '../../../core/entity/field.ts'
import { labelOver } from '../../../fields/phone/phone-label.ts'
import { FieldCell } from '../../../fields/web/inputs.tsx'
import { useSay } from '../../../ui/language.tsx'
import { strictFields } from '../combine-values.ts'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import type { Preview } from './merge-answers.ts'

type Props = {
  readonly name: string
  readonly field: Field
  readonly preview: Preview
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
}

const isKnown = (value: unknown) => value !== null && value !== undefined && value !== ''

/** One field of all records. Where they differ each value is an answer; arrow keys go from one to the next. */
export function CompareField(props: Props) {
  const say = useSay()
  const label = useId()
  const { name, field, preview } = props
  const locked = strictFields.has(name)
  const differs = preview.differing.includes(name)
  const isChoice = differs && !locked
  return (
    <div
      className={differs ? 'rg-merge-row rg-merge-differs' : 'rg-merge-row'}
      {...(isChoice ? { role: 'radiogroup', 'aria-labelledby': label } : { role: 'group', 'aria-labelledby': label })}
    >
      <div className="rg-merge-label" id={label}>
        {say(
          labelOver(
            field,
            preview.records.map((record) => record.values[name]),
          ),
        )}
        {differs && locked ? <small>{say({ zh: '总取较严的', en: 'The stricter wins' })}</small> : null}
      </div>
      {preview.records.map((record) =>
        isChoice ? (
          <Option key={record.id} {...props} record={record} group={label} />
        ) : (
          <div key={record.id} className="rg-merge-cell">
            <Owner record={record} />
            <Value field={field} value={record.values[name]} />
          </div>
        ),
      )}
    </div>
  )
}

type OptionProps = Props & { readonly record: Preview['records'][number]; readonly group: string }

function Option({ name, field, record, chosen, onChoose, group }: OptionProps) {
  const isChosen = chosen === record.id
  return (
    <div className={isChosen ? 'rg-merge-cell rg-merge-chosen' : 'rg-merge-cell'}>
      <label className="rg-merge-option">
        <input type="radio" name={group} checked={isChosen} onChange={() => onChoose(record.id)} />
        <span>
          <Owner record={record} />
          <Value field={field} value={record.values[name]} />
        </span>
      </label>
    </div>
  )
}

/** On a narrow screen, where the values stand below each other, whose each is. */
function Owner({ record }: { readonly record: Preview['records'][number] }) {
  return <small className="rg-merge-owner">{nameOfCustomer({ ...record.values, id: record.id })}</small>
}

function Value({ field, value }: { readonly field: Field; readonly value: unknown }) {
  const say = useSay()
  return isKnown(value) ? <FieldCell field={field} value={value} /> : <span className="rg-quiet">{say({ zh: '没有', en: 'None' })}</span>
}
