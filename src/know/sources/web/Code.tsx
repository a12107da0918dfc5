import { CopyButton } from '../../../ui/CopyButton.tsx'

/** Lines of a program, to read and to copy. */
export function Code({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className="rg-source-code">
      <pre tabIndex={0}>{text}</pre>
      <div className="rg-source-code-copy">
        <CopyButton size="small" text={text} what={what} />
      </div>
    </div>
  )
}
