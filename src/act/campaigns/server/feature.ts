import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { replaceIdIn } from '../../../platform/records/rule-uses.ts'
import * as actions from '../actions.ts'
import * as calendar from '../calendar-actions.ts'
import * as audience from '../audience-actions.ts'
import { campaignEnded, campaignEntered } from '../events.ts'
import { campaignNames } from './campaign-names.ts'
import { campaignProblems } from '../problems.ts'
import { campaignResults } from './campaign-results.ts'
import { campaignsUsingSegment, campaignsWithRule } from './campaign-uses.ts'
import { countAudience, listAudience } from './count-audience.ts'
import { membersExport } from './export-members.ts'
import { findOverbooked, listOverbooked } from './find-overbooked.ts'
import { findOverlap, listOverlap } from './find-overlap.ts'
import { listCampaigns, readCampaign } from './list-campaigns.ts'
import { listCustomerCampaigns, listMembers } from './list-members.ts'
import { readCalendar } from './read-calendar.ts'
import { reservationTick } from './reserve-room.ts'
import { pauseCampaign, resumeCampaign, sendMissedEdition, startCampaign, stopCampaign } from './run-campaign.ts'
import { copyCampaign, createCampaign, deleteCampaign, updateCampaign } from './save-campaign.ts'
import { campaignTick } from './work-on-editions.ts'

export const campaignsFeature: Feature = {
  name: 'campaigns',
  subjects: [
    {
      name: 'campaign',
      label: { zh: '营销活动', en: 'Campaigns' },
      tables: ['campaigns', 'campaign_editions', 'campaign_members'],
    },
  ],
  owned: [{ what: 'campaign', label: { zh: '营销活动', en: 'Campaigns' }, table: 'campaigns', column: 'created_by', as: 'actor' }],
  audited: { campaigns: 'campaigns' },
  events: [campaignEntered, campaignEnded],
  problems: campaignProblems,
  actions: [
    handleAction(actions.createCampaign, createCampaign),
    handleAction(actions.updateCampaign, updateCampaign),
    handleAction(actions.copyCampaign, copyCampaign),
    handleAction(actions.startCampaign, startCampaign),
    handleAction(actions.pauseCampaign, pauseCampaign),
    handleAction(actions.resumeCampaign, resumeCampaign),
    handleAction(actions.stopCampaign, stopCampaign),
    handleAction(actions.sendMissed, sendMissedEdition),
    handleAction(actions.deleteCampaign, deleteCampaign),
  ],
  questions: [
    answerQuestion(actions.listCampaigns, listCampaigns),
    answerQuestion(actions.readCampaign, readCampaign),
    answerQuestion(actions.listMembers, listMembers),
    answerQuestion(actions.customerCampaigns, listCustomerCampaigns),
    answerQuestion(audience.countAudience, countAudience),
    answerQuestion(audience.listAudience, listAudience),
    answerQuestion(audience.findOverlap, findOverlap),
    answerQuestion(audience.listOverlap, listOverlap),
    answerQuestion(actions.campaignResults, campaignResults),
    answerQuestion(calendar.readCalendar, readCalendar),
    answerQuestion(calendar.findOverbooked, findOverbooked),
    answerQuestion(calendar.listOverbooked, listOverbooked),
  ],
  named: { to: 'campaign', options: campaignNames },
  segmentUses: campaignsUsingSegment,
  ruleUses: campaignsWithRule,
  replaceInRules: (db, from, to) => replaceIdIn(db, 'campaigns', 'definition', from, to),
  merging: [{ table: 'campaign_members', how: 'move' }],
  ticks: [campaignTick, reservationTick],
  exports: [membersExport],
}
