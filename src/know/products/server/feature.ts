import { type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { productProblems } from '../problems.ts'
import { product } from '../product.ts'
import { countTick } from './count-products.ts'
import { productsRefresher } from './fill-products.ts'
import { createProduct, removeProduct, updateProduct } from './write-product.ts'

export const productsFeature: Feature = {
  name: 'products',
  entities: [product],
  problems: productProblems,
  actions: [
    handleAction(actions.createProduct, createProduct),
    handleAction(actions.updateProduct, updateProduct),
    handleAction(actions.removeProduct, removeProduct),
  ],
  refreshers: [productsRefresher],
  ticks: [countTick],
}
