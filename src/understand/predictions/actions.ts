import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { workStates } from '../../core/kit/work-state.ts'
import { words } from '../../core/kit/words-schema.ts'
import { gradeShape } from './grade.ts'
import { horizons } from './predictions.ts'
import { settingsShape } from './settings.ts'

const settingsRight = { role: 'manager', about: 'nothing', right: 'settings' } as const

export const makePredictions = defineAction({
  name: 'make-predictions',
  label: { zh: '重新预测', en: 'Make predictions anew' },
  help: {
    zh: '在后台选择模型并预测全部客户；可以离开页面，也可以停止。完成之前沿用现有的预测。',
    en: 'Chooses models and predicts everybody in the background; the page may be left, and it can be stopped. Until it is done the present predictions stay.',
  },
  method: 'POST',
  path: '/predictions/make',
  ...settingsRight,
  input: z.strictObject({}),
  output: z.object({ id: z.uuid() }),
})

export const stopPredictions = defineAction({
  name: 'stop-predictions',
  label: { zh: '停止预测', en: 'Stop making predictions' },
  help: { zh: '已算的部分作废，现有的预测不变。', en: 'What was worked out so far is dropped; the present predictions stay.' },
  method: 'POST',
  path: '/predictions/stop',
  ...settingsRight,
  input: z.strictObject({}),
  output: z.object({ id: z.uuid() }),
})

export const savePredictionSettings = defineAction({
  name: 'save-prediction-settings',
  label: { zh: '保存预测设置', en: 'Save prediction settings' },
  method: 'PUT',
  path: '/predictions/settings',
  ...settingsRight,
  input: settingsShape,
  output: z.object({ saved: z.boolean() }),
})

const work = z.object({
  id: z.uuid(),
  state: z.enum(workStates),
  kind: z.enum(['fit', 'again']).describe('fit: models are chosen anew; again: everybody is predicted anew with the parameters there are'),
  phase: z.enum(['reading', 'choosing', 'fitting', 'writing']).nullable(),
  share: z.number().describe('0 to 1'),
  customers: z.int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  failure: z.string().nullable(),
})

const model = z.object({
  kind: z.string(),
  name: words,
  parameters: z.record(z.string(), z.number()),
  standardErrors: z.record(z.string(), z.number()).nullable(),
  logLikelihood: z.number(),
  converged: z.boolean(),
})

const set = z.object({
  id: z.uuid(),
  state: z.enum(['current', 'withdrawn', 'old']),
  model: z.string(),
  name: words,
  madeAt: z.string(),
  cutDay: z.string(),
  customers: z.int(),
})

/** What the newest set rests on, and what is under way. */
export const readPredictions = defineQuestion({
  name: 'read-predictions',
  label: { zh: '预测的现状', en: 'State of predictions' },
  method: 'GET',
  path: '/predictions',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    work: work.nullable().describe('What is under way, or how the newest try ended'),
    settings: settingsShape,
    set: set
      .extend({
        predictedAt: z.string(),
        verdict: z.string(),
        words: words.describe('Why this model'),
        tried: z.array(model),
        chosen: model.nullable(),
        spend: z.object({ parameters: z.record(z.string(), z.number()), words: words.nullable() }).nullable(),
        chance: z
          .object({ label: words, better: z.boolean(), words, figures: z.array(z.unknown()) })
          .nullable()
          .describe('What the predictor of buying that learns from features came to'),
        notes: z.array(words).describe('What was left out or set right in the data'),
        withdrawn: z.object({ at: z.string(), words }).nullable(),
        horizons: z
          .object({
            purchases30: z.number().nullable(),
            purchases90: z.number().nullable(),
            purchases365: z.number().nullable(),
            spend90: z.number().nullable(),
          })
          .describe('Null: hidden from the reader’s role'),
      })
      .nullable(),
    next: z.string().nullable().describe('When models are chosen anew'),
  }),
})

/** How right the predictions were. */
export const readLedger = defineQuestion({
  name: 'read-prediction-ledger',
  label: { zh: '预测账本', en: 'Record of predictions' },
  method: 'GET',
  path: '/predictions/ledger',
  role: 'member',
  about: { customer: '*' },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    grades: z.array(
      z.object({
        set: set,
        horizon: z.int(),
        gradedAt: z.string(),
        trial: z.boolean().describe('On the past, before the first came due'),
        grade: gradeShape,
      }),
    ),
    waiting: z.array(z.object({ setId: z.uuid(), cutDay: z.string(), horizon: z.int(), due: z.string(), customers: z.int() })),
  }),
})

/** Whom a point of the calibration drawing stands for: what was said of each of them, and how often they came. */
export const gradedPeople = defineQuestion({
  name: 'graded-people',
  label: { zh: '一次评分里的客户', en: 'The customers of a grade' },
  help: {
    zh: '一批预测里，会来的可能在两个数之间的客户：当时说的可能，以及之后在期限内有几个消费日。',
    en: 'The customers of a set whose chance to come lay between two numbers: what was said, and on how many days within the time they bought.',
  },
  method: 'POST',
  path: '/predictions/ledger/people',
  people: 'rows',
  role: 'member',
  about: { customer: null },
  input: z.object({
    setId: z.uuid(),
    horizon: z.literal([...horizons]).describe('Days ahead'),
    from: z.number().min(0).max(1),
    to: z.number().min(0).max(1),
    skip: z.int().min(0).max(1_000_000).default(0),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({
    isKept: z.boolean().describe('False: single predictions of this set went after the days that they are kept for'),
    isHidden: z.boolean().describe('The chances are hidden from the reader’s role, so nobody is listed'),
    customers: z.int(),
    rows: z.array(
      z.object({
        id: z.uuid(),
        name: z.string().nullable(),
        chance: z.number(),
        expected: z.number().nullable().describe('Null: hidden from the reader’s role'),
        came: z.int().nullable().describe('Null: hidden from the reader’s role'),
      }),
    ),
  }),
})

const width = z.object({ low: z.number(), middle: z.number(), high: z.number() })

/** What is expected of one customer, how sure, and why. */
export const explainPrediction = defineQuestion({
  name: 'explain-prediction',
  label: { zh: '一位客户的预测', en: 'Predictions of one customer' },
  method: 'GET',
  path: '/customers/:id/prediction',
  role: 'member',
  about: { customer: 'id' },
  // Who has a prediction has bought.
  fields: ['purchaseCount'],
  input: z.object({ id: z.uuid() }),
  output: z.object({
    whyNone: z
      .object({ code: z.enum(['not-made', 'never-bought', 'no-personalisation', 'restricted', 'too-few', 'soon']), words })
      .nullable(),
    prediction: z
      .object({
        at: z.string(),
        model: words,
        isPlain: z.boolean().describe('The model is withdrawn or there is too little to go by: the past rate goes on'),
        aliveChance: z.number().nullable(),
        whyNoAlive: words.nullable(),
        buyChance: z.array(z.object({ days: z.int(), chance: z.number().nullable() })),
        purchases: z.array(
          z.object({ days: z.int(), expected: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
        ),
        spend: z.array(
          z.object({ days: z.int(), expected: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
        ),
        next: z.object({ from: z.string(), middle: z.string(), to: z.string() }).nullable(),
        whyNoNext: words.nullable(),
        value: z.array(width.extend({ months: z.int() })),
        margin: z
          .number()
          .nullable()
          .describe('The gross margin at which value is counted, 0 to 1; null: value is spend, as costs are not known'),
        reasons: z.array(z.object({ words, tone: z.enum(['good', 'attention', 'neutral']) })),
        isPart: z.boolean().describe('Reasons are left out that would tell what is hidden from the reader’s role'),
      })
      .nullable(),
  }),
})
