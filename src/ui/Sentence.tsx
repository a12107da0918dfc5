import { Fragment, type ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useLanguage } from './language.tsx'

/** Words with parts put in: `<Sentence words={{ zh: '有 {n} 位客户', en: '{n} customers' }} parts={{ n: <Explain …/> }} />`. Parts stand out. */
export function Sentence(props: { readonly words: Words; readonly parts?: Readonly<Record<string, ReactNode>> }) {
  const { language } = useLanguage()
  const pieces = props.words[language].split(/\{(\w+)\}/)
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
