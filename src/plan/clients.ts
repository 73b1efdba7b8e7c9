import { logNormal } from '../random/log-normal.ts'
import type { Rng } from '../random/rng.ts'
import { weighted } from '../random/weighted.ts'
import type { DeviceKind } from '../scenario/file.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { fixedRows } from '../schema/fixed-rows.ts'
import { type Day, dayFromText } from '../time/ticks.ts'

/** One row of `ClientVersions`. */
export interface ClientVersion {
  readonly id: number
  /** The user agent string. */
  readonly version: string
  /** `ClientVersions.ClientType`; null for an agent that `UserAgentDef` does not know. */
  readonly type: number | null
}

/**
 * Builds by kind of software, oldest first, with the month from which a client can have it.
 *
 * The desktop and phone strings were seen in public traces, notes and documentation; of the mobile and web clients only
 * the product token is documented. The months are judgement: near enough that no client is newer than its conference.
 */
const BUILDS: Readonly<Record<Software, readonly (readonly [version: string, since: string])[]>> = {
  desktop: [
    ['UCCAPI/4.0.7577.314 OC/4.0.7577.314', '2011-04'],
    ['UCCAPI/15.0.4420.1017 OC/15.0.4420.1017 (Microsoft Lync)', '2012-10'],
    ['UCCAPI/15.0.4481.1000 OC/15.0.4481.1000 (Microsoft Lync)', '2013-03'],
    ['UCCAPI/15.0.4569.1503 OC/15.0.4569.1503 (Microsoft Lync)', '2014-03'],
    ['UCCAPI/15.0.4753.1000 OC/15.0.4753.1003', '2015-06'],
    ['UCCAPI/16.0.4417.1000 OC/16.0.4417.1000 (Skype for Business)', '2015-10'],
    ['UCCAPI/16.0.6001.1073 OC/16.0.6001.1073 (Skype for Business)', '2016-01'],
    ['UCCAPI/16.0.6965.5308 OC/16.0.6965.2117', '2016-08'],
    ['UCCAPI/16.0.7766.5281 OC/16.0.7766.2047 (Skype for Business)', '2017-03'],
    ['UCCAPI/16.0.7967.5277 OC/16.0.7967.2139 (Skype for Business)', '2017-05'],
    ['UCCAPI/16.0.12527.20122 OC/16.0.12527.20194 (Skype for Business)', '2020-02'],
  ],
  iphone: [
    ['iPhoneLync/5.1.1.44', '2013-03'],
    ['iPhoneLync/5.7.0.12', '2015-02'],
    ['iPhoneLync/6.9.0.23', '2016-06'],
    ['iPhoneLync/6.17.1.20', '2017-10'],
    ['iPhoneLync/6.25.0.27', '2019-06'],
  ],
  android: [
    ['AndroidLync/5.3.1100.2', '2013-06'],
    ['AndroidLync/5.5.8.61', '2015-03'],
    ['AndroidLync/6.11.0.10', '2016-12'],
    ['AndroidLync/6.24.0.23', '2019-03'],
  ],
  ipad: [
    ['iPadLync/5.2.0.18', '2013-05'],
    ['iPadLync/5.7.0.12', '2015-02'],
    ['iPadLync/6.17.1.20', '2017-10'],
  ],
  web: [
    ['LWA/15.0.8308.577', '2013-10'],
    ['LWA/16.0.9319.88', '2015-11'],
    ['LWA/16.0.9319.272', '2017-05'],
  ],
  deskPhone: [
    ['CPE/4.0.7423.1 OCPhone/4.0.7423.1 (Microsoft Lync 2010 (Beta) Phone Edition)', '2011-01'],
    ['CPE/4.0.7577.4478 OCPhone/4.0.7577.4478 (Microsoft Lync Phone Edition)', '2015-09'],
  ],
  mediation: [
    ['RTCC/5.0.0.0 MediationServer', '2012-10'],
    ['RTCC/6.0.0.0 MediationServer', '2015-05'],
  ],
}

export type Software = 'desktop' | 'iphone' | 'android' | 'ipad' | 'web' | 'deskPhone' | 'mediation'

export interface Build extends ClientVersion {
  readonly since: Day
}

// Every build that we know, numbered in this order: one more in `BUILDS` is a new version of the algorithm.
const builds = new Map<Software, readonly Build[]>()
const known: ClientVersion[] = []
for (const [software, versions] of Object.entries(BUILDS) as [Software, (typeof BUILDS)[Software]][]) {
  const list = versions.map(([version, since], at): Build => {
    const day = dayFromText(`${since}-01`) as Day
    return { id: known.length + at + 1, version, type: clientType(version), since: day }
  })
  builds.set(software, list)
  known.push(...list)
}

/** The builds of one kind of software, oldest first. */
export function buildsOf(software: Software): readonly Build[] {
  return builds.get(software) ?? []
}

/** All rows of `ClientVersions`: the builds that we know, then those that the scenario names, as they are declared. */
export function clientVersions(scenario: Scenario): readonly ClientVersion[] {
  const versions = [...known]
  for (const { client } of scenario.people.flatMap(({ devices }) => devices ?? [])) {
    if (client !== null && !versions.some(({ version }) => version === client)) {
      versions.push({ id: versions.length + 1, version: client, type: clientType(client) })
    }
  }
  return versions
}

/** Which builds one device gets over the years: it stays some builds behind, and updates some weeks late. */
export interface Upgrades {
  readonly builds: readonly Build[]
  readonly behind: number
  /** Days from the month of a build to its installation here. */
  readonly delay: number
}

/** The upgrades of one device, from its own stream. Shares by conference-realism table 3, row 24. */
export function upgradesOf(rng: Rng, device: DeviceKind): Upgrades {
  const software = softwareOf(rng.fork('software'), device)
  const delay = Math.round(logNormal(rng.fork('delay'), 21, 0.6))
  return { builds: builds.get(software) ?? [], behind: behindOf(rng.fork('behind'), software), delay }
}

/** Desktops follow the company's roll-out, row by row of the shares; stores and servers update everybody else. */
function behindOf(rng: Rng, software: Software): number {
  if (software !== 'desktop') return 0
  return weighted(rng, [
    [0, 0.35],
    [1, 0.3],
    [2, 0.15],
    [3, 0.2],
  ])
}

/** The build on `day`; never an earlier one on a later day. */
export function buildOn({ builds: list, behind, delay }: Upgrades, day: Day): ClientVersion {
  const newest = list.findLastIndex(({ since }) => since + delay <= day)
  return list[Math.max(0, newest - behind)] as Build
}

function softwareOf(rng: Rng, device: DeviceKind): Software {
  switch (device) {
    case 'desktop':
      return 'desktop'
    case 'web':
      return 'web'
    case 'mobile':
      return rng.chance(0.6) ? 'iphone' : 'android'
    case 'tablet':
      return 'ipad'
    case 'desk-phone':
      return 'deskPhone'
    case 'phone':
      return 'mediation'
  }
}

/** The number that goes with the product token of a user agent: `OC` in `UCCAPI/16.0 OC/16.0` gives 4. */
export function clientType(version: string): number | null {
  const tokens = version.split(' ').map((part) => part.split('/')[0])
  return fixedRows.UserAgentDef.find(({ UAName }) => tokens.includes(UAName))?.UAType ?? null
}
