import { useMemo } from 'react'
import type { Customs } from '../../core/entity/field-type.ts'
import { useLanguage } from '../../ui/language.tsx'
import { useShop } from '../../ui/shop.tsx'

/** How this reader and this shop write things. */
export function useCustoms(): Customs {
  const { language } = useLanguage()
  const { currency, timeZone } = useShop()
  return useMemo(() => ({ language, currency, timeZone }), [language, currency, timeZone])
}
