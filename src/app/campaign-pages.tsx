import { CampaignPage } from '../act/campaigns/web/CampaignPage.tsx'
import type { HoldoutPlan as Plan } from '../act/campaigns/web/measured.ts'
import { CampaignsPage } from '../act/campaigns/web/CampaignsPage.tsx'
import { HoldoutPlan } from '../learn/holdouts/web/HoldoutPlan.tsx'
import { CampaignResultLine } from '../learn/holdouts/web/ResultLine.tsx'
import { CampaignResultSection } from '../learn/holdouts/web/ResultSection.tsx'

/** Campaigns with what they earned, which the room to their right works out. */
export function MeasuredCampaignsPage() {
  return <CampaignsPage Result={CampaignResultLine} />
}

const PlanOfCampaign: Plan = ({ audience, people, holdout, days, onHoldout }) => (
  <HoldoutPlan audience={audience} people={people} percent={holdout} days={days} onChoose={onHoldout} />
)

export function MeasuredCampaignPage() {
  return <CampaignPage Result={CampaignResultSection} Plan={PlanOfCampaign} />
}
