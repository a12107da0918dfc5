import { asSystem, type Services } from '../platform/actions/services.ts'

/** What each feature wants done once at a start, e.g. the standard stages of a new installation. */
export async function beginFeatures(services: Services): Promise<void> {
  for (const feature of services.registry.features) {
    if (feature.begin) await asSystem(services, feature.name, feature.begin)
  }
}
