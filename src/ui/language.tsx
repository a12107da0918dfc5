import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { fill, type Language, languages, type Words, type WordValues } from '../core/kit/words.ts'
import { keepChoice, readChoice } from './kept-choice.ts'

type LanguageChoice = { readonly language: Language; readonly setLanguage: (language: Language) => void }

/** Says words in the reader's language; a plain string (a name, say) is said as it is. */
export type Say = (words: Words | string, values?: WordValues) => string

const LanguageContext = createContext<LanguageChoice>({ language: 'zh', setLanguage: () => undefined })

/** Keeps the reader's language in this browser and on `<html lang>`; Chinese until they choose otherwise. */
export function LanguageProvider(props: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => readChoice('language', languages, 'zh'))
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const choice = useMemo(
    () => ({
      language,
      setLanguage: (next: Language) => {
        keepChoice('language', next)
        setLanguage(next)
      },
    }),
    [language],
  )
  return <LanguageContext value={choice}>{props.children}</LanguageContext>
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}

export function useSay(): Say {
  const { language } = useLanguage()
  return useCallback((words, values) => (typeof words === 'string' ? words : fill(words, language, values)), [language])
}
