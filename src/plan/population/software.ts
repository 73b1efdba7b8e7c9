import type { Day } from '../../time/ticks.ts'
import { type Build, buildsOf, type Software } from '../clients.ts'

/** The builds of one kind of software, for looking up who has which on a day. */
export class Releases {
  private readonly builds: readonly Build[]
  /** For each build the first one of its product. */
  private readonly productStart: readonly number[]

  constructor(software: Software) {
    this.builds = buildsOf(software)
    const products = this.builds.map(({ version }) => productOf(version))
    this.productStart = products.map((product) => products.indexOf(product))
  }

  /**
   * `ClientVersions.VersionId` on `day` of somebody who gets builds `delay` days after their month, stays so many builds
   * `behind` the newest of the product, and may work with an earlier product. Never that of an earlier build on a later day.
   */
  on(day: Day, isEarlier: boolean, behind: number, delay: number): number {
    const { builds, productStart } = this
    let top = builds.length - 1
    while (top > 0 && builds[top]!.since + delay > day) top--
    if (isEarlier && productStart[top]! > 0) top = productStart[top]! - 1
    return builds[Math.max(productStart[top]!, top - behind)]!.id
  }
}

/** `16` in `UCCAPI/16.0.4417.1000 OC/16.0.4417.1000 (Skype for Business)`: the product that a build belongs to. */
function productOf(version: string): string {
  return /\/(\d+)\./.exec(version)?.[1] ?? ''
}
