import type { AccountField } from '../channel-kind.ts'

/** For a proxy in the firm that stands in for the vendor's host, and for tests. */
export function endpointField(usual: string): AccountField {
  return {
    name: 'endpoint',
    label: { zh: '接口地址（可选）', en: 'Address of the interface (optional)' },
    help: {
      zh: '经公司代理访问时填写，例如代理服务器的地址；一般留空。',
      en: 'Only where the vendor is reached through a proxy of the firm’s; usually left empty.',
    },
    placeholder: usual,
    isAddress: true,
  }
}
