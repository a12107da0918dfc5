import { answerQuestion, type Feature } from '../../../platform/actions/feature.ts'
import { readHome as definition } from '../read-home.ts'
import { readHome } from './read-home.ts'

export const homeFeature: Feature = { name: 'home', questions: [answerQuestion(definition, readHome)] }
