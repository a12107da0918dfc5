import { Input } from 'antd'
import { CopyButton } from './CopyButton.tsx'

/** A text that is to be carried elsewhere, with a button that copies it. */
export function ToCopy({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="rg-to-copy">
      <Input readOnly value={value} aria-label={label} onFocus={(event) => event.target.select()} />
      <CopyButton text={value} what={label} />
    </div>
  )
}
