import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { type Format, makeFormat, type Shop } from './format.ts'
import { useLanguage } from './language.tsx'

const ShopContext = createContext<Shop>({ name: '', currency: 'CNY', timeZone: 'Asia/Shanghai' })

dayjs.extend(utc)
dayjs.extend(timezone)

export function ShopProvider(props: { readonly shop: Shop; readonly children: ReactNode }) {
  const { timeZone } = props.shop
  // What calendars to choose from call today is the shop's day, wherever the reader's computer stands.
  useEffect(() => dayjs.tz.setDefault(timeZone), [timeZone])
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
