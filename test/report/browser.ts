/// <reference lib="dom" />
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { answerRows } from '../../src/answers/answers.ts'
import { scenarioFrom } from '../../src/parse-scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { report } from '../../src/report/report.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { galleryScenario, galleryText } from '../gallery.ts'

// Pages in Chromium: `npm run test:browser`. ROLLCALL_TEST_BROWSER names one that is not found by its usual names.

const test = suite('pages in a browser')

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

function found(): string | null {
  const own = process.env.ROLLCALL_TEST_BROWSER
  if (own !== undefined) return existsSync(own) ? own : null
  for (const name of NAMES) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {}
  }
  return null
}

const executablePath = found()
const folder = mkdtempSync(join(tmpdir(), 'rollcall-browser-'))
let browser: Browser

interface Opened {
  readonly page: Page
  /** What should never be: messages, errors, requests for anything but the page. */
  readonly faults: string[]
}

interface Look {
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
}

/** The page of a scenario, in a window of its own. */
async function opened(scenario: Scenario, look: Look = {}, text: string | null = null): Promise<Opened> {
  const file = join(folder, `${scenario.id}.html`)
  const source = text === null ? undefined : { file: `${scenario.id}.yaml`, text }
  if (!existsSync(file)) writeFileSync(file, await report(scenario, { source }))
  const { width = 1200, colorScheme = 'light' } = look
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const faults: string[] = []
  page.on('console', (message) => faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('dialog', (dialog) => faults.push(`dialog ${dialog.message()}`))
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== pathToFileURL(file).href) faults.push(request.url())
  })
  await page.goto(pathToFileURL(file).href)
  return { page, faults }
}

/** A table of numbers under a chart, as it stands in the page. */
function tableIn(page: Page, title: string): Promise<string[][]> {
  const figure = page.locator('figure', { has: page.getByRole('heading', { name: title, exact: true }) })
  return figure.evaluate((node) =>
    [...(node as HTMLElement).querySelectorAll('table[data-rows] tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent ?? ''),
    ),
  )
}

const number = (text: string | undefined) => Number((text ?? '').replaceAll(',', '').split(/\s/)[0])
const week = galleryScenario('working-week')
const wrong = galleryScenario('wrong-on-purpose')
const company = scenarioFrom({
  scenario: 'company',
  seed: 1,
  start: '2016-03-07',
  days: 12,
  timezone: 'Europe/London',
  population: { users: 3000 },
})

for (const scenario of [week, company]) {
  const told = answerRows(makePlan(scenario))

  test(`${scenario.id}: the figures and plots are the answers`, async () => {
    const { page, faults } = await opened(scenario)
    const [[conferences, participants, total, joins] = []] = told.totals ?? []
    const peakOf = (what: string) => told['peak-concurrency']?.find(([name]) => name === what)?.[1]
    for (const [id, expected] of [
      ['conferences', conferences],
      ['participants', participants],
      ['joins', joins],
      ['peak-participants', peakOf('participants')],
      ['peak-conferences', peakOf('conferences')],
    ])
      assert.is(number(await page.locator(`[data-answer="${id}"]`).innerText()), expected, String(id))

    const sumOf = (rows: string[][]) => rows.reduce((sum, [, count]) => sum + number(count), 0)
    assert.is(sumOf(await tableIn(page, 'Starts by hour and weekday')), conferences)
    assert.is(sumOf(await tableIn(page, 'Participants')), conferences)
    assert.is(sumOf(await tableIn(page, 'Lateness')), total)
    assert.is(sumOf(await tableIn(page, 'Stay')), joins)
    const kinds = Object.fromEntries(
      (await tableIn(page, 'Kinds of participants')).map(([kind, count]) => [kind, number(count)]),
    )
    assert.equal(kinds, Object.fromEntries((told.connectivity ?? []).map(([kind, count]) => [kind, count])))
    const levels = await tableIn(page, 'Present at once')
    assert.is(Math.max(...levels.map(([, people]) => number(people))), peakOf('participants'))
    assert.is(Math.max(...levels.map(([, , meetings]) => number(meetings))), peakOf('conferences'))
    assert.equal(faults, [])
    await page.close()
  })

  test(`${scenario.id}: bars are as long as their numbers say`, async () => {
    const { page } = await opened(scenario)
    const bars = await page
      .locator('figure', { has: page.getByRole('heading', { name: 'Stay', exact: true }) })
      .locator('.spots rect')
      .evaluateAll((all) => all.map((bar) => Number(bar.getAttribute('width'))))
    const counts = (await tableIn(page, 'Stay')).map(([, count]) => number(count))
    assert.is(bars.length, counts.length)
    const perOne = Math.max(...bars) / Math.max(...counts)
    for (const [at, bar] of bars.entries()) assert.ok(Math.abs(bar - counts[at]! * perOne) < 0.1)
    await page.close()
  })
}

for (const scenario of [week, company, wrong])
  for (const look of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { width: 375 }] as const)
    test(`${scenario.id}: axe has no serious finding, ${JSON.stringify(look)}`, async () => {
      const { page, faults } = await opened(scenario, look)
      // What is closed is looked at, too.
      await page.evaluate(() => {
        for (const part of document.querySelectorAll('#shapes details, .meeting:nth-of-type(1) details'))
          part.setAttribute('open', '')
      })
      // The page lets no foreign script in; the tool of the test goes round that.
      const session = await page.context().newCDPSession(page)
      await session.send('Runtime.evaluate', { expression: axe })
      const { result } = await session.send('Runtime.evaluate', {
        expression:
          'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => JSON.stringify(violations))',
        awaitPromise: true,
      })
      const violations = JSON.parse(result.value) as {
        id: string
        impact: string
        nodes: { html: string }[]
      }[]
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      assert.equal(
        serious.map(({ id, nodes }) => [id, nodes.length, nodes[0]?.html]),
        [],
      )
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      assert.ok(wide! <= window!, `${wide} pixels wide in a window of ${window}`)
      assert.equal(faults, [])
      await page.close()
    })

test('a session that is pointed at shows its row and the line of the scenario', async () => {
  const text = galleryText('working-week')
  const { page, faults } = await opened({ ...week, id: 'pointed-at' }, {}, text)
  const bar = page.locator('.meeting').first().locator('[data-row="0"]').first()
  await bar.scrollIntoViewIfNeeded()
  await bar.hover()
  const tip = page.locator('#tip')
  assert.ok(await tip.isVisible())
  const shown = await tip.innerText()
  for (const word of ['SessionIdTime', 'UserJoinTime', 'UserEndpointId', 'pointed-at.yaml:'])
    assert.match(shown, word)
  const cell = await page
    .locator('.meeting')
    .first()
    .locator('table[data-rows] tbody td')
    .first()
    .textContent()
  assert.match(shown, cell ?? '?')
  await page.mouse.move(0, 0)
  assert.not.ok(await tip.isVisible())
  assert.equal(faults, [])
  await page.close()
})

test('what is wrong on purpose is marked, says its kind and line, and can be filtered for', async () => {
  const text = galleryText('wrong-on-purpose')
  const { page, faults } = await opened({ ...wrong, id: 'marked' }, {}, text)
  const meeting = page.locator('.meeting').first()
  const bar = meeting.locator('[aria-label*="wrong on purpose: missing-leave"]')
  await bar.scrollIntoViewIfNeeded()
  await bar.hover()
  assert.match(
    await page.locator('#tip').innerText(),
    /wrong on purpose\s+missing-leave \(marked\.yaml:\d+: - { kind: missing-leave, /,
  )
  const end = page.locator('.meeting').nth(1).locator('[aria-label^="Conference, wrong on purpose"]')
  await end.scrollIntoViewIfNeeded()
  await end.hover()
  const shown = await page.locator('#tip').innerText()
  assert.match(shown, /ConferenceEndTime\s+NULL/)
  assert.match(shown, 'missing-conference-end (marked.yaml:')
  assert.ok((await meeting.locator('svg').innerHTML()).includes('⚠ missing-leave'))
  await page.getByLabel('with rows that are wrong on purpose').check()
  assert.is(await page.locator('.meeting:visible').count(), 9)
  await page.getByLabel('without an end on record').check()
  assert.is(await page.locator('.meeting:visible').count(), 2)
  assert.equal(faults, [])
  await page.close()
})

test('on a phone the axis of time names more than the first day', async () => {
  for (const scenario of [week, company]) {
    const { page } = await opened(scenario, { width: 375 })
    const names = await page.locator('#over-time .narrow .participants text').allTextContents()
    assert.ok(names.filter((name) => /^\d+ [A-Z]/.test(name)).length >= 2, names.join())
    await page.close()
  }
})

test('arrows go from shape to shape, Tab from picture to picture, Escape hides what is shown', async () => {
  const { page } = await opened(week)
  const first = page.locator('#starts .wide [data-row="0"]')
  await first.focus()
  await page.keyboard.press('ArrowRight')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  assert.is(await focused(), 'Mon 01:00, conferences 0')
  assert.match(await page.locator('#tip').innerText(), 'Mon 01:00')
  await page.keyboard.press('End')
  assert.is(await focused(), 'Sun 23:00, conferences 0')
  await page.keyboard.press('Escape')
  assert.not.ok(await page.locator('#tip').isVisible())
  await page.keyboard.press('Tab')
  assert.is(await page.evaluate(() => document.activeElement?.closest('svg')), null)
  await page.close()
})

test('filters leave the conferences that are asked for, and say how many', async () => {
  const { page, faults } = await opened(week)
  const shown = () => page.locator('.meeting:visible summary b').allInnerTexts()
  const all = await shown()
  assert.is(all.length, 26)
  await page.getByLabel('Find').fill('STANDUP')
  assert.equal(await shown(), Array(5).fill('standup'))
  assert.is(await page.locator('#found').innerText(), '5 of 26 shown')
  await page.locator('select[name=day]').selectOption('2015-07-14')
  assert.equal(await shown(), ['standup'])
  await page.getByLabel('Find').fill('dora.szabo')
  await page.locator('select[name=day]').selectOption('')
  assert.ok((await shown()).includes('planning') && !(await shown()).includes('one-to-one'))
  await page.getByLabel('Find').fill('')
  await page.getByLabel('with rejoins').check()
  const rejoined = await shown()
  assert.ok(rejoined.length > 0 && rejoined.length < all.length)
  await page.locator('[data-series=participants]').uncheck()
  assert.is(await page.locator('.series.participants:visible').count(), 0)
  assert.is(await page.locator('.series.conferences:visible').count(), 1)
  assert.equal(faults, [])
  await page.close()
})

test('nothing that a scenario says runs, or leaves the page', async () => {
  const word =
    '</style></script><script>alert(1)</script><img src=http://127.0.0.1:9/ onerror=alert(2)>\u202egnp"\''
  const { page, faults } = await opened(
    scenarioFrom({
      scenario: 'hostile',
      description: word,
      seed: word,
      start: '2016-03-07',
      people: { ann: { name: word, devices: [{ device: 'desktop', client: `UCCAPI/1 ${word}` }] }, bob: {} },
      conferences: { standup: { at: '09:30', organizer: 'bob', attendees: ['ann'] } },
    }),
  )
  assert.match(await page.locator('.lead').innerText(), '<script>alert(1)</script>')
  await page.locator('#people [data-row]').first().hover()
  assert.is(await page.locator('img, iframe, object, script').count(), 1)
  assert.equal(faults, [])
  // And the policy holds what a slip would let through.
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.ran = true'
    document.body.append(script)
  })
  assert.is(await page.evaluate(() => Reflect.get(globalThis, 'ran')), undefined)
  await page.close()
})

test('a data set in which nobody meets is a page that says so', async () => {
  const { page, faults } = await opened(scenarioFrom({ scenario: 'nobody', seed: 1, start: '2016-03-07' }))
  assert.match(await page.locator('main').innerText(), 'Nobody meets in this data set.')
  assert.is(await page.locator('figure').count(), 0)
  assert.equal(faults, [])
  await page.close()
})

if (executablePath === null) {
  console.log(`skipped: pages in a browser, for there is none: ${NAMES.join(', ')}`)
} else {
  test.before(async () => {
    browser = await chromium.launch({ executablePath, args: FLAGS })
  })
  test.after(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })
  test.run()
}
