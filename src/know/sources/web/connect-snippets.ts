import type { Words } from '../../../core/kit/words.ts'

export type Snippet = { readonly name: string; readonly label: Words; readonly code: string }

/** How each client is pointed here. The key is never known after it was shown, so a name stands in its place. */
export function snippetsFor(host: string): readonly Snippet[] {
  return [
    {
      name: 'node',
      label: { zh: 'Node.js · @segment/analytics-node', en: 'Node.js · @segment/analytics-node' },
      code: `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: process.env.WRITE_KEY, host: '${host}' })

analytics.identify({ userId: 'M1024', traits: { name: '单雄信', phone: '13812345678' } })
analytics.track({ userId: 'M1024', event: 'Product Viewed', properties: { sku: 'LJ-100' } })
await analytics.closeAndFlush()`,
    },
    {
      name: 'browser',
      label: { zh: '网页 · @segment/analytics-next', en: 'Web page · @segment/analytics-next' },
      code: `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({
  writeKey: 'WRITE_KEY',
  cdnSettings: {
    integrations: { 'Segment.io': { apiKey: 'WRITE_KEY', apiHost: '${host.replace(/^https?:\/\//, '')}/v1', protocol: '${host.startsWith('https') ? 'https' : 'http'}' } },
  },
})

analytics.page()
analytics.identify('M1024', { email: 'shan@example.com' })`,
    },
    {
      name: 'rudder',
      label: { zh: 'RudderStack · @rudderstack/rudder-sdk-node', en: 'RudderStack · @rudderstack/rudder-sdk-node' },
      code: `import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const rudder = new RudderAnalytics(process.env.WRITE_KEY, { dataPlaneUrl: '${host}' })

rudder.track({ userId: 'M1024', event: 'Product Viewed', properties: { sku: 'LJ-100' } })
await rudder.flush()`,
    },
    {
      name: 'customerio',
      label: { zh: 'Customer.io · @customerio/cdp-analytics-node', en: 'Customer.io · @customerio/cdp-analytics-node' },
      code: `import { Analytics } from '@customerio/cdp-analytics-node'

const analytics = new Analytics({ writeKey: process.env.WRITE_KEY, host: '${host}' })

analytics.track({ userId: 'M1024', event: 'Product Viewed', properties: { sku: 'LJ-100' } })
await analytics.closeAndFlush()`,
    },
    {
      name: 'curl',
      label: { zh: '任何程序 · HTTP', en: 'Any program · HTTP' },
      code: `curl -X POST ${host}/v1/batch \\
  -u "$WRITE_KEY:" \\
  -H "Content-Type: application/json" \\
  -d '{"batch": [
        {"type": "identify", "userId": "M1024", "traits": {"name": "单雄信", "phone": "13812345678"}},
        {"type": "track", "userId": "M1024", "event": "Product Viewed", "properties": {"sku": "LJ-100"}}
      ]}'`,
    },
  ]
}
