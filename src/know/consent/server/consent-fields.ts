import { sql } from 'kysely'
import type { Option } from '../../../core/entity/field.ts'
import { consentState } from '../../../core/rule/consent-state.ts'
import type { LiveField } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { sayChannel } from '../consent.ts'
import { minorField } from '../minor.ts'
import { type Purpose, readPurposes } from './purposes.ts'

/** What rules may ask about consent: each purpose by each of its channels; and whether the customer is a minor. */
export async function consentFields(db: Db): Promise<LiveField[]> {
  const options = (await readPurposes(db)).filter(({ retired, channels }) => !retired && channels.length > 0).flatMap(optionsOf)
  const given = consentState(
    { customer: sql`o.customer_id`, purpose: sql`o.purpose`, channel: sql`o.channel`, address: sql`o.address` },
    null,
  )
  const shown = sql`(select jsonb_agg(distinct o.purpose || ':' || o.channel) from consents o
    where o.customer_id = c.id and o.state = 'given' and o.channel <> '' and ${given} = 'given')`
  return [
    {
      of: 'customer',
      name: 'consents',
      field: {
        type: 'consents',
        label: { zh: '同意接收', en: 'Agreed to' },
        help: { zh: '由同意记录算出，按用途和渠道', en: 'By purpose and channel, worked out from the records of consent' },
        options,
        computed: true,
      },
      sql: sql.ref('c.id'),
      shown,
    },
    {
      of: 'customer',
      name: 'isMinor',
      field: minorField,
      sql: sql`(exists (select 1 from minors mi where mi.customer_id = c.id))`,
    },
  ]
}

function optionsOf({ code, name, channels }: Purpose): Option[] {
  return channels.map((channel) => ({
    value: `${code}:${channel}`,
    label: { zh: `${name.zh}·${sayChannel(channel).zh}`, en: `${name.en} · ${sayChannel(channel).en}` },
  }))
}
