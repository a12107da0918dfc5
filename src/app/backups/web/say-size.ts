import { useFormat } from '../../../ui/shop.tsx'

/** 1.2 GB, 34 MB, 5 KB. */
export function useSaySize(): (bytes: number) => string {
  const format = useFormat()
  return (bytes) => {
    if (bytes >= 1e9) return `${format.number(bytes / 1e9, 1)} GB`
    if (bytes >= 1e6) return `${format.number(bytes / 1e6, 1)} MB`
    return `${format.number(Math.max(1, bytes / 1e3), 0)} KB`
  }
}
