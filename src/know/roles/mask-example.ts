const examples: Readonly<Record<string, string>> = {
  phone: '138****1234',
  email: 'z***@shop.cn',
  name: '张*',
  shortName: '山***',
  idCard: '••••••',
}

/** What a mask leaves of a value, shown where the right is chosen; what is drawn in earnest is decided by the server. */
export const maskExample = (field: string): string => examples[field] ?? '张***'
