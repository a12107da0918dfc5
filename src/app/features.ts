import { attentionFeature } from '../act/attention/server/feature.ts'
import { campaignsFeature } from '../act/campaigns/server/feature.ts'
import { inboundFeature } from '../act/inbound/server/feature.ts'
import { channelsFeature } from '../act/channels/server/feature.ts'
import { journeysFeature } from '../act/journeys/server/feature.ts'
import { readyJourneysFeature } from '../act/journeys/server/ready-feature.ts'
import { messagesFeature } from '../act/messages/server/feature.ts'
import { makeAuditFeature } from '../know/audit/server/feature.ts'
import { customFieldsFeature } from '../know/custom-fields/server/feature.ts'
import { accountFeature } from '../know/account/server/feature.ts'
import { birthdaysFeature } from '../know/birthdays/server/feature.ts'
import { consentFeature } from '../know/consent/server/feature.ts'
import { contactPointsFeature } from '../know/contact-points/server/feature.ts'
import { contactsFeature } from '../know/contacts/server/feature.ts'
import { customersFeature } from '../know/customers/server/feature.ts'
import { dictionaryFeature } from '../know/dictionary/server/feature.ts'
import { identityFeature } from '../know/identity/server/feature.ts'
import { matchingFeature } from '../know/identity/server/matching-feature.ts'
import { householdsFeature } from '../know/households/server/feature.ts'
import { importsFeature } from '../know/imports/server/feature.ts'
import { privacyFeature } from '../know/privacy/server/feature.ts'
import { purchasesFeature } from '../know/purchases/server/feature.ts'
import { productsFeature } from '../know/products/server/feature.ts'
import { interactionsFeature } from '../know/interactions/server/feature.ts'
import { qualityFeature } from '../know/quality/server/feature.ts'
import { layoutsFeature } from '../know/layouts/server/feature.ts'
import { makeSampleShopFeature } from '../know/sample-shop/server/feature.ts'
import { rolesFeature } from '../know/roles/server/feature.ts'
import { sealingFeature } from '../know/sealing/server/feature.ts'
import { shopFeature } from '../know/shop/server/feature.ts'
import { staffFeature } from '../know/staff/server/feature.ts'
import { sourcesFeature } from '../know/sources/server/feature.ts'
import { tagsFeature } from '../know/tags/server/feature.ts'
import { todosFeature } from '../know/todos/server/feature.ts'
import { viewsFeature } from '../know/views/server/feature.ts'
import { holdoutsFeature } from '../learn/holdouts/server/feature.ts'
import type { Feature } from '../platform/actions/feature.ts'
import { filesFeature } from '../platform/files/feature.ts'
import { discoveriesFeature } from '../understand/discoveries/server/feature.ts'
import { exploreFeature } from '../understand/explore/server/feature.ts'
import { churnFeature } from '../understand/churn/server/feature.ts'
import { lifecycleFeature } from '../understand/lifecycle/server/feature.ts'
import { metricsFeature } from '../understand/metrics/server/feature.ts'
import { rhythmFeature } from '../understand/rhythm/server/feature.ts'
import { predictionsFeature } from '../understand/predictions/server/feature.ts'
import { recommendationsFeature } from '../understand/recommendations/server/feature.ts'
import { segmentsFeature } from '../understand/segments/server/feature.ts'
import { tiersFeature } from '../understand/tiers/server/feature.ts'
import { valueFeature } from '../understand/value/server/feature.ts'
import { backupsFeature } from './backups/server/feature.ts'
import { homeFeature } from './home/server/feature.ts'
import { sampleStoryFeature } from './sample-story/server/feature.ts'
import { playStory } from './sample-story/server/play-story.ts'
import { tellAlarm } from './tell-alarm.ts'

/** The table of contents. The order is the loop's: know, understand, act, learn; refreshers run in it. */
export const features: readonly Feature[] = [
  sealingFeature,
  shopFeature,
  staffFeature,
  rolesFeature,
  accountFeature,
  filesFeature,
  customersFeature,
  contactPointsFeature,
  consentFeature,
  contactsFeature,
  householdsFeature,
  birthdaysFeature,
  customFieldsFeature,
  layoutsFeature,
  tagsFeature,
  identityFeature,
  purchasesFeature,
  productsFeature,
  todosFeature,
  interactionsFeature,
  matchingFeature,
  importsFeature,
  makeSampleShopFeature(playStory),
  sourcesFeature,
  viewsFeature,
  qualityFeature,
  privacyFeature,
  dictionaryFeature,
  makeAuditFeature(tellAlarm),
  rhythmFeature,
  metricsFeature,
  valueFeature,
  lifecycleFeature,
  churnFeature,
  predictionsFeature,
  tiersFeature,
  recommendationsFeature,
  segmentsFeature,
  exploreFeature,
  discoveriesFeature,
  channelsFeature,
  messagesFeature,
  attentionFeature,
  inboundFeature,
  campaignsFeature,
  journeysFeature,
  readyJourneysFeature,
  holdoutsFeature,
  homeFeature,
  backupsFeature,
  sampleStoryFeature,
]
