/** The mark: a way round that closes, and the customer who comes back on it. */
export function LogoMark(props: { readonly size?: number }) {
  const size = props.size ?? 28
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="rg-mark">
      <rect width="32" height="32" rx="8" className="rg-mark-ground" />
      <path d="M22.6 11.2A8.2 8.2 0 1 0 24.2 16" fill="none" strokeWidth="2.6" strokeLinecap="round" className="rg-mark-way" />
      <circle cx="22.6" cy="11.2" r="3.1" className="rg-mark-dot" />
    </svg>
  )
}

/** Mark and name. The name is both: 常客 and Regulars. */
export function Logo() {
  return (
    <span className="rg-logo">
      <LogoMark />
      <span className="rg-logo-zh" lang="zh-CN">
        常客
      </span>
      <span className="rg-logo-en" lang="en">
        Regulars
      </span>
    </span>
  )
}
