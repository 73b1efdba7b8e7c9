import { lstat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { RollcallError } from '../../errors.ts'
import { intoFile } from '../../files/staging.ts'
import { formats } from '../../scenario/formats.ts'
import { EXIT, type Io } from '../io.ts'

interface Words {
  readonly file?: string
  readonly force?: boolean
}

export default async function init(
  { file = 'scenario.yaml', force = false }: Words,
  io: Io,
): Promise<number> {
  const isThere = (await lstat(file).catch(() => null)) !== null
  if (isThere && !force) {
    throw new RollcallError(
      'ROLLCALL_E_EXISTS',
      `cannot write ${file}: it exists already`,
      'Choose another name, or add --force.',
    )
  }
  await intoFile(file, (staging) => writeFile(staging, starter(file)))
  io.stdout.write(`${file} written. Next:\n  rollcall check ${file}\n  rollcall seed ${file}\n`)
  return EXIT.done
}

/** A scenario that shows every part, named after its file. */
function starter(file: string): string {
  const name = basename(file).replace(/\.\w+$/, '')
  return `# yaml-language-server: $schema=./node_modules/rollcall/dist/scenario.schema.json
# A scenario says who meets whom and when. What it leaves open is drawn as real companies behave, from the seed:
# the same scenario and seed always give the same rows.
scenario: ${formats.name.pattern.test(name) ? name : 'my-scenario'}
description: A team that meets every weekday, and one conference on the spot.
seed: 42                        # any number or text
start: 2015-07-13               # or: today - 60 days
days: 5
timezone: Europe/London         # for the clock times below; rows are in UTC
domain: contoso.com
pools: [pool01.contoso.com]

people:
  ann: { name: Ann Bell }                            # an employee inside the network, with a desktop client
  bob: { kind: remote, devices: [desktop, mobile] }  # an employee outside
  carol: { kind: federated, domain: fabrikam.com }   # from a partner company
  guest: { kind: anonymous }                         # joins by the web page
  phone: { kind: pstn, number: "+441214960123" }     # dials in
  engineering: { group: 12 }                         # engineering.1 to engineering.12, with drawn names

conferences:
  standup:
    at: "09:30"
    every: weekday              # day, weekday, week, 2 weeks, month, or names of weekdays; or once: on: 2015-07-14
    length: 15m                 # of the slot; who runs over, comes late or drops out is drawn
    organizer: ann
    presenters: [bob]
    attendees: [carol, guest, { from: engineering, count: 6 }]
    modalities: [audio-video, applicationsharing, chat]
    joins:                      # say exactly, where it matters: offsets from the scheduled start
      bob: [{ join: -1m, leave: 7m }, { join: 9m, device: mobile }]
    occurrences:
      2015-07-17: cancelled

  quick-question:
    kind: meet-now              # started on the spot, not from a calendar
    at: "14:12:40"
    on: 2015-07-15
    organizer: engineering.3
    attendees: [engineering.4, phone]

behavior:                       # how people behave where nothing exact is said; every default can be set
  drop: 0.05
`
}
