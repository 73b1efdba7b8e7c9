// What a page does in a browser: it shows the row behind what is pointed at, and filters. Without it all numbers are there.

const tip = document.getElementById('tip')

/** The row of a table that a shape shows, as names and values. */
function show(shape) {
  const tables = shape.closest('figure').querySelectorAll('table[data-rows]')
  const table = tables[Number(shape.dataset.table ?? 0)]
  const row = table?.tBodies[0].rows[Number(shape.dataset.row)]
  if (!row) return
  const list = document.createElement('dl')
  for (const [at, cell] of [...row.cells].entries()) {
    if (cell.textContent === '') continue
    const name = document.createElement('dt')
    const value = document.createElement('dd')
    name.textContent = table.tHead.rows[0].cells[at].textContent
    value.textContent = cell.textContent
    list.append(name, value)
  }
  tip.replaceChildren(list)
  tip.hidden = false
}

/** Beside a point, and inside of the window. */
function place(x, y) {
  const { width, height } = tip.getBoundingClientRect()
  const left = x + 16 + width > innerWidth ? x - 16 - width : x + 16
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
  tip.style.top = `${Math.max(8, Math.min(y + 16, innerHeight - height - 8))}px`
}

function hide() {
  tip.hidden = true
}

const shapeAt = ({ target }) => (target instanceof Element ? target.closest('[data-row]') : null)

document.addEventListener('pointerover', (event) => {
  const shape = shapeAt(event)
  if (!shape) return hide()
  show(shape)
  place(event.clientX, event.clientY)
})
document.addEventListener('pointermove', (event) => {
  if (!tip.hidden && shapeAt(event)) place(event.clientX, event.clientY)
})
document.addEventListener('focusin', (event) => {
  const shape = shapeAt(event)
  if (!shape?.matches(':focus-visible')) return
  show(shape)
  const { right, bottom } = shape.getBoundingClientRect()
  place(right, bottom)
})
document.addEventListener('focusout', hide)
addEventListener('scroll', hide, { passive: true })

// One stop for Tab in each picture; arrows go from shape to shape.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') return hide()
  const shape = shapeAt(event)
  if (!shape) return
  const all = [...shape.closest('svg').querySelectorAll('[data-row]')]
  const here = all.indexOf(shape)
  const to = {
    ArrowRight: here + 1,
    ArrowDown: here + 1,
    ArrowLeft: here - 1,
    ArrowUp: here - 1,
    Home: 0,
    End: all.length - 1,
  }[event.key]
  const next = all[to]
  if (to === undefined) return
  event.preventDefault()
  if (!next) return
  shape.setAttribute('tabindex', '-1')
  next.setAttribute('tabindex', '0')
  next.focus()
})

// Series that can be left out.
for (const box of document.querySelectorAll('[data-series]')) {
  box.addEventListener('change', () => {
    for (const series of document.querySelectorAll(`.series.${box.dataset.series}`))
      series.hidden = !box.checked
  })
}

// Conferences by name or person, by day, and by what happened in them.
const filters = document.getElementById('filters')
if (filters) {
  const meetings = [...document.querySelectorAll('.meeting')]
  const named = meetings.map((meeting) =>
    [...meeting.querySelectorAll('summary b, .name')]
      .map((text) => text.textContent.toLowerCase())
      .join('\n'),
  )
  const told = document.getElementById('found')
  const apply = () => {
    const words = filters.elements.words.value.trim().toLowerCase()
    const day = filters.elements.day.value
    const flags = [...filters.querySelectorAll('[data-flag]:checked')].map((box) => box.dataset.flag)
    let found = 0
    for (const [at, meeting] of meetings.entries()) {
      const own = meeting.dataset.flags.split(' ')
      const isWanted =
        (words === '' || named[at].includes(words)) &&
        (day === '' || meeting.dataset.day === day) &&
        flags.every((flag) => own.includes(flag))
      meeting.hidden = !isWanted
      if (isWanted) found++
    }
    told.textContent = `${found} of ${meetings.length} shown`
  }
  filters.addEventListener('input', apply)
  filters.addEventListener('submit', (event) => event.preventDefault())
  filters.hidden = false
  apply()
}
