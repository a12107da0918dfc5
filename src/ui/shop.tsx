import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Format, makeFormat, type Shop } from './format.ts'
import { useLanguage } from './language.tsx'

const ShopContext = createContext<Shop>({ name: '', currency: 'CNY', timeZone: 'Asia/Shanghai' })

export function ShopProvider(props: { readonly shop: Shop; readonly children: ReactNode }) {
  return <ShopContext value={props.shop}>{props.children}</ShopContext>
}

export function useShop(): Shop {
  return useContext(ShopContext)
}

/** Figures, amounts and dates as the reader writes them, in the shop's currency and time zone. */
export function useFormat(): Format {
  const { language } = useLanguage()
  const shop = useShop()
  return useMemo(() => makeFormat(language, shop, () => new Date()), [language, shop])
}
