import { BooleanCell } from '../boolean/web/BooleanCell.tsx'
import { BooleanInput } from '../boolean/web/BooleanInput.tsx'
import { ChoiceCell } from '../choice/web/ChoiceCell.tsx'
import { ChoiceInput } from '../choice/web/ChoiceInput.tsx'
import { CreditCodeCell } from '../credit-code/web/CreditCodeCell.tsx'
import { CreditCodeInput } from '../credit-code/web/CreditCodeInput.tsx'
import { DateCell } from '../date/web/DateCell.tsx'
import { DateInput } from '../date/web/DateInput.tsx'
import { EmailCell } from '../email/web/EmailCell.tsx'
import { EmailInput } from '../email/web/EmailInput.tsx'
import { IdCardCell } from '../id-card/web/IdCardCell.tsx'
import { IdCardInput } from '../id-card/web/IdCardInput.tsx'
import { LongtextCell } from '../longtext/web/LongtextCell.tsx'
import { LongtextInput } from '../longtext/web/LongtextInput.tsx'
import { LunarDateCell } from '../lunar-date/web/LunarDateCell.tsx'
import { LunarDateInput } from '../lunar-date/web/LunarDateInput.tsx'
import { MoneyCell } from '../money/web/MoneyCell.tsx'
import { MoneyInput } from '../money/web/MoneyInput.tsx'
import { NumberCell } from '../number/web/NumberCell.tsx'
import { NumberInput } from '../number/web/NumberInput.tsx'
import { PersonCell } from '../person/web/PersonCell.tsx'
import { PersonInput } from '../person/web/PersonInput.tsx'
import { PhoneCell } from '../phone/web/PhoneCell.tsx'
import { PhoneInput } from '../phone/web/PhoneInput.tsx'
import { CityCell } from '../place/web/CityCell.tsx'
import { CityInput } from '../place/web/CityInput.tsx'
import { DistrictCell } from '../place/web/DistrictCell.tsx'
import { DistrictInput } from '../place/web/DistrictInput.tsx'
import { ProvinceCell } from '../place/web/ProvinceCell.tsx'
import { ProvinceInput } from '../place/web/ProvinceInput.tsx'
import { ReferenceCell } from '../reference/web/ReferenceCell.tsx'
import { ReferenceInput } from '../reference/web/ReferenceInput.tsx'
import { TagsCell } from '../tags/web/TagsCell.tsx'
import { TagsInput } from '../tags/web/TagsInput.tsx'
import { TextCell } from '../text/web/TextCell.tsx'
import { TextInput } from '../text/web/TextInput.tsx'
import { TimeCell } from '../time/web/TimeCell.tsx'
import { TimeInput } from '../time/web/TimeInput.tsx'
import './fields.css'
import type { FieldTypeName } from '../field-types.ts'
import type { FieldCellProps, FieldInputProps, FieldParts } from './field-parts.ts'

/** The browser parts of every field type; a type without them does not compile. */
const all = {
  text: { Input: TextInput, Cell: TextCell },
  longtext: { Input: LongtextInput, Cell: LongtextCell },
  number: { Input: NumberInput, Cell: NumberCell, align: 'right' },
  money: { Input: MoneyInput, Cell: MoneyCell, align: 'right' },
  date: { Input: DateInput, Cell: DateCell },
  time: { Input: TimeInput, Cell: TimeCell },
  boolean: { Input: BooleanInput, Cell: BooleanCell },
  choice: { Input: ChoiceInput, Cell: ChoiceCell },
  email: { Input: EmailInput, Cell: EmailCell },
  phone: { Input: PhoneInput, Cell: PhoneCell },
  'id-card': { Input: IdCardInput, Cell: IdCardCell },
  'credit-code': { Input: CreditCodeInput, Cell: CreditCodeCell },
  'lunar-date': { Input: LunarDateInput, Cell: LunarDateCell },
  province: { Input: ProvinceInput, Cell: ProvinceCell },
  city: { Input: CityInput, Cell: CityCell },
  district: { Input: DistrictInput, Cell: DistrictCell },
  reference: { Input: ReferenceInput, Cell: ReferenceCell },
  person: { Input: PersonInput, Cell: PersonCell },
  tags: { Input: TagsInput, Cell: TagsCell },
  consents: { Input: TagsInput, Cell: TagsCell },
} satisfies Record<FieldTypeName, FieldParts>

const byName: Readonly<Record<string, FieldParts>> = all

export function partsOf(type: string): FieldParts {
  const parts = byName[type]
  if (!parts) throw new Error(`no field type ${type}`)
  return parts
}

/** Any field's input: `<FieldInput field={field} value={value} onChange={setValue} id="name" />`. */
export function FieldInput(props: FieldInputProps) {
  const { Input } = partsOf(props.field.type)
  return <Input {...props} />
}

/** Any field's value in a list or on a record's page. */
export function FieldCell(props: FieldCellProps) {
  const { Cell } = partsOf(props.field.type)
  return <Cell {...props} />
}
