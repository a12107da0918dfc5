import { Fragment, isValidElement, type ReactNode } from 'react'
import { formFor, wordPlace, type Words } from '../core/kit/words.ts'
import { useLanguage } from './language.tsx'

/** Words with parts put in: `<Sentence words={{ zh: '有 {n} 位客户', en: '{n} customers' }} parts={{ n: <Explain …/> }} />`. Parts stand out. */
export function Sentence(props: { readonly words: Words; readonly parts?: Readonly<Record<string, ReactNode>> }) {
  const { language } = useLanguage()
  const words = withForms(props.words[language], props.parts ?? {})
  const pieces = words.split(/\{(\w+)\}/)
  return (
    <>
      {pieces.map((piece, at) =>
        at % 2 === 0 ? (
          piece
        ) : (
          // The pieces of one sentence keep their places.
          <Fragment key={at}>
            <strong>{props.parts?.[piece] ?? '—'}</strong>
          </Fragment>
        ),
      )}
    </>
  )
}

/** Chooses between `{n|customer|customers}` by what is shown at `n`. */
function withForms(text: string, parts: Readonly<Record<string, ReactNode>>): string {
  return text.replace(wordPlace, (place, name: string, one?: string, many?: string) =>
    one !== undefined && many !== undefined ? formFor(textOf(parts[name]), one, many) : place,
  )
}

function textOf(part: ReactNode): string {
  if (isValidElement<{ readonly children?: ReactNode }>(part)) return textOf(part.props.children)
  return typeof part === 'string' || typeof part === 'number' ? String(part) : ''
}
